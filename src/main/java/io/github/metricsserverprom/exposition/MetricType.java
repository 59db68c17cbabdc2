// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

/** The type of a metric family. There are no counters: the metrics API gives averages and levels. */
public enum MetricType {
    /** A value that can go up and down. */
    GAUGE("gauge"),

    /**
     * Facts as labels of a sample whose value is 1. Its name ends with {@code _info}. Text 0.0.4 has no such type and
     * calls it a gauge.
     */
    INFO("info");

    private final String openMetricsName;

    MetricType(String openMetricsName) {
        this.openMetricsName = openMetricsName;
    }

    /** What a {@code # TYPE} line calls it. */
    String name(ExpositionFormat format) {
        return format == ExpositionFormat.OPENMETRICS_1_0_0 ? openMetricsName : GAUGE.openMetricsName;
    }
}
