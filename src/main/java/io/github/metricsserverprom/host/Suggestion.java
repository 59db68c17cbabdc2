// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.EditDistance;
import java.util.Collection;
import java.util.TreeSet;

/** The end of a message about an unknown word: what may have been meant, or what there is. */
final class Suggestion {

    /** A list longer than this helps nobody. */
    private static final int LONGEST_LIST = 20;

    private Suggestion() {}

    /** {@code ; did you mean X?}, or {@code ; there are A, B, C}, or nothing when neither would help. */
    static String of(String word, Collection<String> known) {
        String guess = guess(word, known);
        TreeSet<String> sorted = new TreeSet<>(known);
        return !guess.isEmpty() || sorted.isEmpty() || sorted.size() > LONGEST_LIST
                ? guess
                : "; there are " + String.join(", ", sorted);
    }

    /** {@code ; did you mean X?}, or nothing when no known word is near. */
    static String guess(String word, Collection<String> known) {
        String best = EditDistance.nearest(word, known);
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }
}
