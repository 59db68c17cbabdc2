// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import io.github.metricsserverprom.kubernetes.credentials.Credential;
import java.util.List;
import java.util.Map;

/**
 * What a request is sent with at this moment.
 *
 * @param impersonation headers that name whom to act as
 */
public record Session(Transport transport, Credential credential, Map<String, List<String>> impersonation) {

    public Session {
        impersonation = Map.copyOf(impersonation);
    }
}
