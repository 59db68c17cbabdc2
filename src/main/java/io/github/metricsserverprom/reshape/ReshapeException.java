// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

/** A reshape step in a route cannot work as it is written. The message is for the operator who wrote it. */
public final class ReshapeException extends IllegalArgumentException {

    /** What was found, what was expected. */
    public ReshapeException(String message) {
        super(message);
    }

    /** The same, for a mistake that something else found. */
    public ReshapeException(String message, Throwable cause) {
        super(message, cause);
    }
}
