// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What logins need besides the user's entry.
 *
 * @param nativeEks whether tokens for EKS are made without running a plugin
 * @param limit time limit for one run of a plugin or one request to a provider
 */
public record LoginSettings(Map<String, String> environment, boolean nativeEks, Duration limit, Clock clock) {

    public LoginSettings {
        environment = Map.copyOf(environment);
    }

    /** The environment may hold secrets: it is not shown. */
    @Override
    public String toString() {
        return "LoginSettings[nativeEks=" + nativeEks + ", limit=" + limit + "]";
    }
}
