// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import java.util.Collection;
import java.util.TreeSet;

/** Guesses what was meant by a word that nobody knows, by Levenshtein's distance. */
public final class EditDistance {

    private EditDistance() {}

    /**
     * The known word that is nearest to another, the first one in the alphabet among several; empty when none is near.
     * Something of the known word must be in the other one.
     */
    public static String nearest(String word, Collection<String> known) {
        String best = "";
        int bestDistance = Math.max(2, word.length() / 3) + 1;
        for (String candidate : new TreeSet<>(known)) {
            int distance = between(word, candidate);
            if (distance < bestDistance && distance < candidate.length()) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** The least number of characters to insert, delete or replace to make one word the other. */
    private static int between(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
