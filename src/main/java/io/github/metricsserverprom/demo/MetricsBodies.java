// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.github.metricsserverprom.demo.ClusterState.Sample;
import java.util.ArrayList;
import java.util.List;

/** Writes what the metrics API says of nodes and pods. Thread-safe. */
final class MetricsBodies {
    private static final String API_VERSION = "metrics.k8s.io/v1beta1";

    private final ClusterState cluster;
    private final PodJson podJson;
    private final NodeJson nodeJson = new NodeJson();

    MetricsBodies(ClusterState cluster, PodJson podJson) {
        this.cluster = cluster;
        this.podJson = podJson;
    }

    static Body empty(DemoTarget target) {
        return new ListBody<>(head(target), List.<SimPod>of(), (pod, out) -> {}).ready();
    }

    /** All pods of a filter that have metrics. */
    Body pods(Sample sample, PodTable table, PodFilter filter) {
        Scene scene = cluster.scene(sample);
        List<SimPod> items = new ArrayList<>();
        int end = filter.namespace() == null ? table.size() : table.endOf(filter.namespace());
        for (int i = filter.namespace() == null ? 0 : table.indexOf(filter.namespace(), ""); i < end; i++) {
            SimPod pod = table.get(i);
            if (ClusterState.measured(pod, sample) && filter.matches(pod)) {
                items.add(pod);
            }
        }
        return new ListBody<>(
                        head(DemoTarget.POD_METRICS),
                        items,
                        (pod, out) -> podJson.write(pod, PodJson.Kind.METRICS_ITEM, scene, out))
                .ready();
    }

    /** One pod; it must be measured. */
    Body pod(SimPod pod, Sample sample) {
        ByteSink out = new ByteSink(1_024);
        podJson.write(pod, PodJson.Kind.METRICS_OBJECT, cluster.scene(sample), out);
        return Body.of(out.ascii('\n'));
    }

    /** All nodes whose labels match. */
    Body nodes(Sample sample, PodTable table, Selector labels) {
        NodeUsage used = NodeUsage.of(cluster, table, sample);
        Scene scene = cluster.scene(sample);
        List<SimNode> items = cluster.nodes().stream()
                .filter(node -> labels.matches(node::label) && !sample.lost().contains(node.name()))
                .toList();
        return new ListBody<>(
                        head(DemoTarget.NODE_METRICS),
                        items,
                        (node, out) ->
                                nodeJson.writeMetrics(node, used.cpu(node), used.memory(node), false, scene, out))
                .ready();
    }

    /** One node. */
    Body node(SimNode node, Sample sample, PodTable table) {
        NodeUsage used = NodeUsage.of(cluster, table, sample);
        ByteSink out = new ByteSink(1_024);
        nodeJson.writeMetrics(node, used.cpu(node), used.memory(node), true, cluster.scene(sample), out);
        return Body.of(out.ascii('\n'));
    }

    private static byte[] head(DemoTarget target) {
        String kind = target == DemoTarget.NODE_METRICS ? "NodeMetricsList" : "PodMetricsList";
        return ListBody.head(kind, API_VERSION, "");
    }
}
