// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.NodeFacts;
import io.github.metricsserverprom.model.NodeFactsList;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.NodeUsage;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.podfacts.LastKnownFacts;
import io.github.metricsserverprom.scrape.CollectorRead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A left join from the metrics API: every pod that has usage is kept, with its facts where they are known. What has no
 * usage (pending and finished pods) is not in the metrics API and so not in the result.
 */
final class Join {

    private final String context;
    private final LastKnownFacts memory;

    Join(String context, LastKnownFacts memory) {
        this.context = context;
        this.memory = memory;
    }

    ClusterSnapshot join(List<CollectorRead> reads) {
        List<CollectorResult> results = new ArrayList<>();
        NodeMetricsList nodes = new NodeMetricsList(List.of(), 0);
        PodMetricsList pods = new PodMetricsList(List.of(), 0);
        PodFactsList facts = null;
        NodeFactsList nodeFacts = new NodeFactsList(Map.of());
        boolean joins = false;
        for (CollectorRead read : reads) {
            results.add(read.result());
            joins |= read.result().collector() == Collector.PODS;
            if (read.data() instanceof NodeMetricsList list) {
                nodes = list;
            } else if (read.data() instanceof PodMetricsList list) {
                pods = list;
            } else if (read.data() instanceof PodFactsList list) {
                facts = list;
            } else if (read.data() instanceof NodeFactsList list) {
                nodeFacts = list;
            } else if (read.data() != null) {
                throw new IllegalStateException(
                        "the read " + read.result().collector().label() + " brought "
                                + read.data().getClass().getName() + ", which the join does not know");
            }
        }
        results.sort(Comparator.comparing(CollectorResult::collector));
        if (facts != null) {
            memory.seen(facts);
        }
        List<PodUsage> joined = join(pods.items(), facts == null ? Map.of() : facts.byKey(), joins);
        long unmatched = joins ? joined.stream().filter(pod -> !pod.matched()).count() : 0;
        return new ClusterSnapshot(
                context,
                join(nodes.items(), nodeFacts),
                joined,
                List.copyOf(results),
                (int) unmatched,
                nodes.invalidQuantities() + pods.invalidQuantities());
    }

    private static List<NodeUsage> join(List<NodeMetrics> nodes, NodeFactsList facts) {
        return sorted(nodes, Comparator.comparing(NodeMetrics::name)).stream()
                .map(node -> new NodeUsage(node, facts.byName().getOrDefault(node.name(), NodeFacts.UNKNOWN)))
                .toList();
    }

    /** Last known facts stand in where a read of pods did not bring them, not where none is wanted. */
    private List<PodUsage> join(List<PodMetrics> pods, Map<PodKey, PodFacts> facts, boolean wanted) {
        List<PodUsage> joined = new ArrayList<>(pods.size());
        for (PodMetrics pod : sorted(pods, Comparator.comparing(PodMetrics::key))) {
            PodFacts found = facts.get(pod.key());
            if (found != null) {
                joined.add(new PodUsage(pod, found, true));
            } else {
                PodFacts known = wanted ? memory.of(pod.key()) : null;
                joined.add(new PodUsage(pod, known != null ? known : PodFacts.UNKNOWN, false));
            }
        }
        return joined;
    }

    /** Sorted, and one item for each key: a list that names a thing twice must not make two series of the same labels. */
    private static <T> List<T> sorted(List<T> items, Comparator<T> order) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(order);
        List<T> unique = new ArrayList<>(sorted.size());
        T last = null;
        for (T item : sorted) {
            if (last == null || order.compare(last, item) != 0) {
                unique.add(item);
            }
            last = item;
        }
        return unique;
    }
}
