// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import io.github.metricsserverprom.model.Collector;
import java.util.Arrays;
import java.util.List;

/** Checks the names of reads in a setting. */
final class CollectorNames {

    private CollectorNames() {}

    /**
     * Checks names separated by commas.
     *
     * @throws IllegalArgumentException naming the one that is unknown, and the one that was probably meant
     */
    static void check(String text) {
        List<String> known =
                Arrays.stream(Collector.values()).map(Collector::label).toList();
        for (String entry : text.split(",", -1)) {
            String name = entry.strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        (text.isBlank() ? "it names none" : "there is an empty entry between commas")
                                + ", expected some of " + String.join(", ", known));
            }
            if (!known.contains(name)) {
                String guess = EditDistance.nearest(name, known);
                throw new IllegalArgumentException("unknown collector '" + name + "', "
                        + (guess.isEmpty() ? "" : "did you mean " + guess + "? ") + "expected some of "
                        + String.join(", ", known));
            }
        }
    }
}
