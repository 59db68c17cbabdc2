// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.EditDistance;
import io.github.metricsserverprom.config.OneLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is wrong with a web configuration file, so that all of it is told at once. Not thread-safe. */
final class Findings {

    private final List<String> found = new ArrayList<>();

    void add(String finding) {
        found.add(OneLine.of(finding));
    }

    /**
     * Ends the reading when something was found.
     *
     * @throws ConfigException with one line for each finding
     */
    void check() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(String.join("\n", found));
        }
    }

    /** {@code ; did you mean X?} when a known word is near, else the words that there are. */
    static String suggestion(String word, Collection<String> known) {
        String best = EditDistance.nearest(word, known);
        return best.isEmpty() ? "; known are " + String.join(", ", known) : "; did you mean " + best + "?";
    }
}
