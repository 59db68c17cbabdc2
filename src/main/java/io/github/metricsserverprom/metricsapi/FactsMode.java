// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

/** Where facts about pods or nodes come from. */
public enum FactsMode {
    /** A list once and the changes since; of pods only. A cluster that does not allow it is listed instead. */
    WATCH,
    /** A list for every scrape. */
    LIST,
    /** Nowhere: labels that need them are empty, families that need them are off. */
    OFF
}
