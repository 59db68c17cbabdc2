// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.NamePatterns;

/** Reads arguments of steps that several steps share. */
final class Arguments {

    private Arguments() {}

    /** A list of patterns. */
    static NamePatterns patterns(String text) {
        try {
            return NamePatterns.of(text);
        } catch (IllegalArgumentException e) {
            throw new ReshapeException(e.getMessage() + ", expected names separated by commas");
        }
    }

    /** A number of things, 1 or more. */
    static int number(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ReshapeException("'" + text + "' is not a number, expected 1 or more");
        }
        throw new ReshapeException("the number is " + text.strip() + ", expected 1 or more");
    }
}
