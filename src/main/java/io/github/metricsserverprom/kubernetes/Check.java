// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

/**
 * One line of the start-up report.
 *
 * @param name what was looked at, such as {@code kubeconfig}
 * @param status how it is
 * @param text what was found, one line
 * @param advice what to do, empty when nothing
 */
public record Check(String name, Status status, String text, String advice) {

    /** How a check ended. */
    public enum Status {
        OK,
        /** Works, but less than it could. */
        WARN,
        /** Does not work. */
        FAIL
    }

    static Check ok(String name, String text) {
        return new Check(name, Status.OK, text, "");
    }

    static Check warn(String name, String text, String advice) {
        return new Check(name, Status.WARN, text, advice);
    }

    static Check fail(String name, String text, String advice) {
        return new Check(name, Status.FAIL, text, advice);
    }

    /** The check as a line: name, status, text and advice. */
    public String line() {
        return name + ": " + status + ": " + text + (advice.isEmpty() ? "" : "; " + advice);
    }
}
