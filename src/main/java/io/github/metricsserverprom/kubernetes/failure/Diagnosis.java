// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.failure;

/**
 * Why something could not be read from a cluster, in one line each.
 *
 * @param kind which class of failure
 * @param reason what was found, without a full stop
 * @param advice what to do about it
 */
public record Diagnosis(Kind kind, String reason, String advice) {

    /** Classes of failure. */
    public enum Kind {
        /** Settings or files cannot work. */
        CONFIGURATION,
        /** A credential could not be obtained. */
        CREDENTIALS,
        /** The name of the server is not known. */
        DNS,
        /** Nobody answers at the address, or refuses. */
        CONNECT,
        /** The proxy does not let through. */
        PROXY,
        /** The server's certificate is not trusted. */
        TLS_UNTRUSTED,
        /** The server's certificate is for another name. */
        TLS_NAME,
        /** The server's certificate is expired or not yet valid. */
        TLS_EXPIRED,
        /** The server does not accept the client certificate. */
        TLS_CLIENT,
        /** TLS failed otherwise. */
        TLS,
        /** No answer in time. */
        TIMEOUT,
        /** The connection ended before the answer did. */
        CLOSED,
        /** 401. */
        UNAUTHORIZED,
        /** 403. */
        FORBIDDEN,
        /** 404. */
        NOT_FOUND,
        /** 503. */
        UNAVAILABLE,
        /** Any other status. */
        STATUS,
        /** Anything else. */
        OTHER
    }

    /** Reason and advice in one line. */
    public String text() {
        return reason + "; " + advice;
    }

    /** Whether trying again without an edit can never help. */
    public boolean isConfiguration() {
        return kind == Kind.CONFIGURATION;
    }
}
