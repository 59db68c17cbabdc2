// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.io.Serial;

/** The cluster could not be asked about a caller. The message is for the log: what was found and what to do. */
final class ReviewException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ReviewException(String message) {
        super(message);
    }

    ReviewException(String message, Throwable cause) {
        super(message, cause);
    }
}
