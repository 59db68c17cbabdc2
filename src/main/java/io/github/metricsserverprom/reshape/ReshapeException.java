// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

/**
 * A reshape step in a route cannot work as it is written. The message is for the operator who wrote it and tells all there is, so
 * there is no cause: what shows the innermost cause of a failure shows this.
 */
public final class ReshapeException extends IllegalArgumentException {

    /** What was found, what was expected. */
    public ReshapeException(String message) {
        super(message);
    }
}
