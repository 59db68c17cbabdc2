// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import java.util.concurrent.CompletableFuture;

/** Gives the session for a request. Never blocks; the futures fail with {@code AccessException}. Thread-safe. */
public interface SessionSource {

    /** The session of the moment: usually at hand, else after files were read or a credential was obtained. */
    CompletableFuture<Session> current();

    /**
     * Another session after the API server refused this one (401) or TLS failed under it. Many callers with the same refused session
     * cause one refresh.
     *
     * @return the same session if nothing newer can be had
     */
    CompletableFuture<Session> replace(Session refused);
}
