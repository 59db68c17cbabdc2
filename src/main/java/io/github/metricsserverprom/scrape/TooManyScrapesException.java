// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

/** More scrapes are under way than the configuration allows. */
public final class TooManyScrapesException extends Exception {

    /** Thrown when this many scrapes are under way already. */
    public TooManyScrapesException(int limit) {
        super(limit
                + " scrapes are under way already (exporter.max-concurrent-scrapes); scrape less often or raise it");
    }
}
