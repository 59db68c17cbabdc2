// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import java.time.Instant;

/**
 * A bearer token for an EKS cluster. Prints no secret.
 *
 * @param refreshAt when to make the next
 * @param expiresAt when it stops working
 */
public record EksToken(String token, Instant refreshAt, Instant expiresAt) {

    @Override
    public String toString() {
        return "EksToken[refreshAt=" + refreshAt + ", expiresAt=" + expiresAt + "]";
    }
}
