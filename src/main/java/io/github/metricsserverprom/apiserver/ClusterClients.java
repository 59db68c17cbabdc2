// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/**
 * Gives the client of a cluster. The host binds one that knows kubeconfig contexts and outlives reloads; without one
 * in the registry the component makes its own with fabric8's automatic configuration. Thread-safe.
 */
@FunctionalInterface
public interface ClusterClients {

    /** Exchange property that names the kubeconfig context to ask; absent for the chosen one. */
    String CONTEXT_PROPERTY = "exporterContext";

    /**
     * The client of a context, ready to use. Callers do not close it and do not keep it beyond one exchange.
     *
     * @param context name of the context; null or empty for the chosen one
     * @throws ReadException when that cluster cannot be asked, with the reason
     */
    KubernetesClient client(String context) throws ReadException;

    /** Names of the contexts that a request may ask for, the chosen one first; empty when there is but one cluster. */
    default List<String> contexts() {
        return List.of();
    }
}
