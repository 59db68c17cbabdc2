// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import io.github.metricsserverprom.kubernetes.tls.ClientIdentity;
import java.time.Instant;

/**
 * What a request shows to the API server. Prints no secret.
 *
 * @param authorization value of the {@code Authorization} header, null for none
 * @param identity client certificate, null for none
 * @param refreshAt from when on a new one should be obtained; {@link Instant#MAX} for never
 * @param expiresAt from when on it is useless; {@link Instant#MAX} when unknown
 */
public record Credential(String authorization, ClientIdentity identity, Instant refreshAt, Instant expiresAt) {

    /** Nothing to show: an anonymous request. */
    public static final Credential NONE = new Credential(null, null, Instant.MAX, Instant.MAX);

    /** A bearer token that lasts until it is rejected. */
    public static Credential bearer(String token) {
        return new Credential("Bearer " + token, null, Instant.MAX, Instant.MAX);
    }

    Credential withIdentity(ClientIdentity other) {
        return new Credential(authorization, other, refreshAt, expiresAt);
    }

    @Override
    public String toString() {
        return "Credential[authorization=" + (authorization == null ? "none" : "set") + ", identity=" + identity
                + ", refreshAt=" + refreshAt + ", expiresAt=" + expiresAt + "]";
    }
}
