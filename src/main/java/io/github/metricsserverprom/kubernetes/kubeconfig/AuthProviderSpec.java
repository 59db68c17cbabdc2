// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import java.util.Map;

/**
 * An {@code auth-provider} of a user. Only {@code oidc} is known; the others left client-go in 1.26.
 *
 * @param config its settings as written, tokens among them
 */
public record AuthProviderSpec(String name, Map<String, String> config, Origin origin) {

    @Override
    public String toString() {
        return "AuthProviderSpec[" + name + " in " + origin + "]";
    }
}
