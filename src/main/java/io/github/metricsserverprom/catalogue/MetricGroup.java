// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.catalogue;

/** The blocks of the page, in their order. */
public enum MetricGroup {
    /** The names of the original metrics-server-prom, for which dashboards exist. */
    ORIGINAL(true),

    /** Names with base units, and facts about pods and samples. */
    MODERN(true),

    /** Families that cost cardinality or further rights. */
    OPT_IN(false),

    /** How the scrape itself went. */
    SCRAPE_HEALTH(true);

    private final boolean onByDefault;

    MetricGroup(boolean onByDefault) {
        this.onByDefault = onByDefault;
    }

    /** Whether its families are on the page unless a setting says otherwise. */
    public boolean isOnByDefault() {
        return onByDefault;
    }
}
