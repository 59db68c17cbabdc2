// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import sun.misc.Signal;

/**
 * The signal HUP, by which daemons are customarily told to read their configuration again.
 *
 * <p>Java has no public way to handle a signal; {@code jdk.unsupported} is the module that JEP 260 keeps for this. The
 * compiler's warning about it cannot be turned off, which is why the build compiles this class by itself.
 */
final class HangUp {

    private HangUp() {}

    /** Has something done at each signal, on a thread of the JVM's. Does nothing where there is no such signal. */
    static void handle(Runnable action) {
        try {
            Signal.handle(new Signal("HUP"), signal -> action.run());
        } catch (IllegalArgumentException e) {
            // Windows has no HUP, and with -Xrs the JVM leaves signals alone: reloads by file and HTTP remain.
        }
    }
}
