// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.model.NodeFacts;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeUsage;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Snapshots to reshape in tests. */
final class ExampleSnapshot {

    private static final Instant NOW = Instant.parse("2026-11-22T16:49:20Z");
    private static final Duration WINDOW = Duration.ofSeconds(15);

    private ExampleSnapshot() {}

    static ClusterSnapshot of(PodUsage... pods) {
        return new ClusterSnapshot(
                "",
                List.of(node("worker-1"), node("worker-2")),
                List.of(pods),
                List.of(new CollectorResult(Collector.POD_METRICS, Duration.ofMillis(3), null)),
                0,
                0);
    }

    private static NodeUsage node(String name) {
        Quantity memory = Quantity.parse("4843280Ki");
        return new NodeUsage(
                new NodeMetrics(name, Map.of(), NOW, WINDOW, Quantity.parse("250m"), memory), NodeFacts.UNKNOWN);
    }

    static ContainerMetrics container(String name, String cpu, String memory) {
        return new ContainerMetrics(
                name, cpu == null ? null : Quantity.parse(cpu), memory == null ? null : Quantity.parse(memory));
    }

    static PodUsage pod(String namespace, String name, Map<String, String> labels, ContainerMetrics... containers) {
        return new PodUsage(
                new PodMetrics(new PodKey(namespace, name), labels, NOW, WINDOW, List.of(containers)),
                PodFacts.UNKNOWN,
                true);
    }

    /** A pod with one container c. */
    static PodUsage pod(String key, String cpu, String memory) {
        String[] parts = key.split("/");
        return pod(parts[0], parts[1], Map.of(), container("c", cpu, memory));
    }

    static PodUsage owned(PodUsage pod, String node, String kind, String name) {
        ContainerResources resources = new ContainerResources("c", Quantity.of(1), null, null, null);
        return pod.withFacts(new PodFacts(
                "u-1", node, "10.0.0.1", "10.0.1.1", kind, name, "Running", "Burstable", List.of(resources)));
    }

    /** The pod of RESHAPING.md. */
    static PodUsage documented() {
        PodUsage pod = pod(
                "shop",
                "cart-7d9f-x2x4q",
                Map.of("app.kubernetes.io/name", "cart", "team", "shop"),
                container("cart", "757m", "128Mi"),
                container("istio-proxy", null, "72Mi"));
        return owned(pod, "worker-1", "ReplicaSet", "cart-7d9f");
    }
}
