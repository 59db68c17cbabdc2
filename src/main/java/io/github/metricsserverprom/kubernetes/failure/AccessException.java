// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.failure;

import java.io.Serial;

/**
 * A cluster cannot be reached as configured. The message is one line for the operator: what was found, what was expected and what to
 * do. It never contains a credential.
 */
public final class AccessException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What has to change before another attempt can succeed. */
    public enum Kind {
        /** There is nothing that tells of a cluster, neither files nor a service account. */
        ABSENT,
        /** The settings or files are wrong; trying again does not help until somebody edits them. */
        CONFIGURATION,
        /** A credential could not be obtained just now; trying again may help. */
        CREDENTIALS
    }

    private final Kind kind;

    private AccessException(Kind kind, String message, Throwable cause) {
        super(message.replaceAll("\\s*[\\r\\n]+\\s*", " "), cause);
        this.kind = kind;
    }

    public static AccessException absent(String message) {
        return new AccessException(Kind.ABSENT, message, null);
    }

    public static AccessException configuration(String message) {
        return new AccessException(Kind.CONFIGURATION, message, null);
    }

    public static AccessException configuration(String message, Throwable cause) {
        return new AccessException(Kind.CONFIGURATION, message, cause);
    }

    public static AccessException credentials(String message) {
        return new AccessException(Kind.CREDENTIALS, message, null);
    }

    public static AccessException credentials(String message, Throwable cause) {
        return new AccessException(Kind.CREDENTIALS, message, cause);
    }

    public Kind kind() {
        return kind;
    }
}
