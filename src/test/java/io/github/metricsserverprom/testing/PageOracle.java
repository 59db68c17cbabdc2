// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.MetricFamily;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.model.NodeUsage;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.quantity.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The samples that a page must have, no more and no fewer, worked out from the snapshot without the renderer. */
public final class PageOracle {

    private static final BigDecimal ORIGINAL = BigDecimal.valueOf(60_000);

    private final Map<List<Object>, Double> expected = new HashMap<>();

    private PageOracle() {}

    /** Compares the pages of a snapshot in both formats with what they must hold, pod and node labels aside. */
    public static void check(Rendered rendered, ClusterSnapshot snapshot) {
        PageOracle oracle = new PageOracle();
        snapshot.nodes().forEach(oracle::node);
        snapshot.pods().forEach(oracle::pod);
        for (ExpositionFormat format : ExpositionFormat.values()) {
            Expect.equal("the page in " + format, found(rendered.page(format, snapshot)), oracle.expected);
        }
    }

    private static Map<List<Object>, Double> found(ExpositionPage page) {
        Map<List<Object>, Double> found = new HashMap<>();
        for (ExpositionPage.Family family : page.families()) {
            String name = family.name();
            if (name.startsWith("kube_metrics_server_") && !name.contains("_labels")) {
                family.samples().forEach(sample -> found.put(List.of(sample.name(), sample.labels()), sample.value()));
            }
        }
        return found;
    }

    private void node(NodeUsage node) {
        String name = node.name();
        number(Catalogue.ORIGINAL_NODE_CPU, original(node.metrics().cpu()), name);
        number(Catalogue.NODE_CPU_USAGE, exact(node.metrics().cpu()), name);
        number(Catalogue.ORIGINAL_NODE_MEM, exact(node.metrics().memory()), name);
        number(Catalogue.NODE_MEMORY_WORKING_SET, exact(node.metrics().memory()), name);
        number(Catalogue.NODE_SAMPLE_TIMESTAMP, seconds(node.metrics().timestamp()), name);
        number(Catalogue.NODE_SAMPLE_WINDOW, seconds(node.metrics().window()), name);
        number(Catalogue.NODE_CPU_ALLOCATABLE, exact(node.facts().cpuAllocatable()), name);
        number(Catalogue.NODE_MEMORY_ALLOCATABLE, exact(node.facts().memoryAllocatable()), name);
    }

    private void pod(PodUsage pod) {
        String namespace = pod.namespace();
        String name = pod.name();
        PodFacts facts = pod.facts();
        number(
                Catalogue.POD_INFO,
                BigDecimal.ONE,
                namespace,
                name,
                facts.uid(),
                facts.node(),
                facts.ip(),
                facts.hostIp(),
                facts.ownerKind(),
                facts.ownerName(),
                facts.qosClass());
        number(Catalogue.POD_SAMPLE_TIMESTAMP, seconds(pod.metrics().timestamp()), namespace, name);
        number(Catalogue.POD_SAMPLE_WINDOW, seconds(pod.metrics().window()), namespace, name);
        for (ContainerMetrics container : pod.containers()) {
            String[] old = {facts.node(), name, facts.ip(), container.name(), namespace};
            String[] modern = {namespace, name, container.name(), facts.node()};
            number(Catalogue.ORIGINAL_POD_CPU, original(container.cpu()), old);
            number(Catalogue.ORIGINAL_POD_MEM, exact(container.memory()), old);
            number(Catalogue.CONTAINER_CPU_USAGE, exact(container.cpu()), modern);
            number(Catalogue.CONTAINER_MEMORY_WORKING_SET, exact(container.memory()), modern);
        }
        for (ContainerResources container : facts.resources()) {
            String[] labels = {namespace, name, container.name(), facts.node()};
            number(Catalogue.CONTAINER_CPU_REQUEST, exact(container.cpuRequest()), labels);
            number(Catalogue.CONTAINER_CPU_LIMIT, exact(container.cpuLimit()), labels);
            number(Catalogue.CONTAINER_MEMORY_REQUEST, exact(container.memoryRequest()), labels);
            number(Catalogue.CONTAINER_MEMORY_LIMIT, exact(container.memoryLimit()), labels);
        }
    }

    private void number(Catalogue entry, BigDecimal value, String... labels) {
        if (value == null) {
            return;
        }
        MetricFamily family = entry.family();
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            named.put(family.labelNames().get(i), JsonTree.encodable(labels[i]));
        }
        Double before = expected.put(List.of(family.name(), named), value.doubleValue());
        Expect.that(before == null, () -> "two things of the same labels: " + family.name() + named);
    }

    private static BigDecimal exact(Quantity quantity) {
        return quantity == null ? null : quantity.toBigDecimal();
    }

    private static BigDecimal original(Quantity cores) {
        return cores == null ? null : cores.toBigDecimal().multiply(ORIGINAL);
    }

    private static BigDecimal seconds(Instant time) {
        return time == null ? null : seconds(time.getEpochSecond(), time.getNano());
    }

    private static BigDecimal seconds(Duration time) {
        return time == null ? null : seconds(time.getSeconds(), time.getNano());
    }

    private static BigDecimal seconds(long seconds, int nanos) {
        return BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
    }
}
