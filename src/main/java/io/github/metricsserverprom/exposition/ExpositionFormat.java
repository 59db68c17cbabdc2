// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

/** The text formats that a page can be written in. */
public enum ExpositionFormat {
    /** Prometheus text, version 0.0.4: what every scraper reads. */
    TEXT_0_0_4("text/plain; version=0.0.4; charset=utf-8"),

    /** OpenMetrics text, version 1.0.0. */
    OPENMETRICS_1_0_0("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    ExpositionFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The value of the {@code Content-Type} header. */
    public String contentType() {
        return contentType;
    }
}
