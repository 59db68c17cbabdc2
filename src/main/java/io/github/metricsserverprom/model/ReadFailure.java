// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

/**
 * Why an upstream read failed, in words for an operator. Never holds a secret.
 *
 * @param status HTTP status of the API server's answer; 0 when there was none (no connection, deadline)
 * @param reason what happened, one line
 * @param advice what to do about it, one line; may be empty
 */
public record ReadFailure(int status, String reason, String advice) {

    /** {@code reason; advice}, on one line. */
    public String text() {
        return advice.isEmpty() ? reason : reason + "; " + advice;
    }

    /** The reason for a value in double quotes: the messages of API servers have such quotes themselves. */
    public String quotedReason() {
        return quoted(reason);
    }

    /** The advice for a value in double quotes. */
    public String quotedAdvice() {
        return quoted(advice);
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
