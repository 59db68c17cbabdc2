// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import java.util.Objects;
import java.util.function.Supplier;

/** Assertions that cost next to nothing while they hold, for targets that are run a million times. */
public final class Expect {

    private Expect() {}

    /**
     * Holds when the two are equal.
     *
     * @throws AssertionError saying what they are
     */
    public static void equal(String what, Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(what + " is " + actual + ", expected " + expected);
        }
    }

    /**
     * Holds when the condition does.
     *
     * @throws AssertionError with the text
     */
    public static void that(boolean condition, Supplier<String> otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise.get());
        }
    }
}
