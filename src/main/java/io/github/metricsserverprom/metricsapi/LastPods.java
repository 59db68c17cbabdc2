// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The pods that the last read of each cluster and namespace brought, as a hint for the next read. For one selection of
 * pods. Memory that is short takes them away. Thread-safe.
 */
final class LastPods {

    private final Map<KubernetesClient, Map<String, SoftReference<List<PodKey>>>> byClient = new WeakHashMap<>();

    /**
     * The pods of the last read; empty when there was none.
     *
     * @param namespace empty for all
     */
    synchronized List<PodKey> of(KubernetesClient client, String namespace) {
        SoftReference<List<PodKey>> last =
                byClient.getOrDefault(client, Map.of()).get(namespace);
        List<PodKey> pods = last == null ? null : last.get();
        return pods == null ? List.of() : pods;
    }

    /** Keeps which pods a read brought, but not what they used. */
    synchronized void keep(KubernetesClient client, String namespace, List<PodMetrics> pods) {
        List<PodKey> keys = pods.stream().map(PodMetrics::key).toList();
        byClient.computeIfAbsent(client, c -> new HashMap<>()).put(namespace, new SoftReference<>(keys));
    }
}
