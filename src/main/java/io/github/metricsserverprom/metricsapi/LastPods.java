// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.model.PodMetrics;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The pods that the last read of each cluster brought, as a hint for the next read. Memory that is short takes them away.
 * Thread-safe.
 */
final class LastPods {

    private final Map<KubernetesClient, SoftReference<List<PodMetrics>>> byClient = new WeakHashMap<>();

    /** The pods of the last read; empty when there was none. */
    synchronized List<PodMetrics> of(KubernetesClient client) {
        SoftReference<List<PodMetrics>> last = byClient.get(client);
        List<PodMetrics> pods = last == null ? null : last.get();
        return pods == null ? List.of() : pods;
    }

    synchronized void keep(KubernetesClient client, List<PodMetrics> pods) {
        byClient.put(client, new SoftReference<>(pods));
    }
}
