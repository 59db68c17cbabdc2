// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

/** How far two words are apart, to guess what was meant: Levenshtein's distance. */
public final class EditDistance {

    private EditDistance() {}

    /** The known word that is nearest to another; empty when none is near. */
    static String nearest(String word, Iterable<String> known) {
        String best = "";
        int bestDistance = Math.max(2, word.length() / 4) + 1;
        for (String candidate : known) {
            int distance = between(word, candidate);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** The least number of characters to insert, delete or replace to make one word the other. */
    public static int between(String a, String b) {
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
