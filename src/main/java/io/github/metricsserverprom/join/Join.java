// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.NodeFacts;
import io.github.metricsserverprom.model.NodeFactsList;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeUsage;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.podfacts.LastKnownFacts;
import io.github.metricsserverprom.scrape.CollectorRead;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A left join from the metrics API: every pod that has usage is kept, with its facts where they are known. What has no
 * usage (pending and finished pods) is not in the metrics API and so not in the result. Scrapes that share their reads
 * share the join as well. One instance for one source; thread-safe.
 */
final class Join {

    private final Source source;
    private WeakReference<Joined> last = new WeakReference<>(null);
    private SoftReference<Matches> matches = new SoftReference<>(null);

    Join(Source source) {
        this.source = source;
    }

    private record Joined(JoinInputs inputs, List<NodeUsage> nodes, List<PodUsage> pods, int unmatched) {}

    /**
     * Joins what the reads of one scrape brought.
     *
     * @param memory what was known of the pods of this source before
     */
    ClusterSnapshot join(List<CollectorRead> reads, LastKnownFacts memory) {
        List<CollectorResult> results = reads.stream()
                .map(CollectorRead::result)
                .sorted(Comparator.comparing(CollectorResult::collector))
                .toList();
        JoinInputs inputs = JoinInputs.of(reads);
        Joined joined = joined(inputs, memory);
        return new ClusterSnapshot(
                source.context(),
                source.selection(),
                joined.nodes(),
                joined.pods(),
                results,
                joined.unmatched(),
                inputs.invalidQuantities());
    }

    private synchronized Joined joined(JoinInputs inputs, LastKnownFacts memory) {
        Joined known = last.get();
        if (known != null && known.inputs().same(inputs)) {
            return known;
        }
        if (inputs.facts() != null) {
            memory.seen(inputs.facts());
        }
        List<PodUsage> pods = pods(inputs, memory);
        matches = new SoftReference<>(new Matches(inputs.facts(), pods));
        int unmatched = 0;
        if (inputs.wantsFacts()) {
            for (PodUsage pod : pods) {
                unmatched += pod.matched() ? 0 : 1;
            }
        }
        Joined made = new Joined(inputs, nodes(inputs.nodes().items(), inputs.nodeFacts()), pods, unmatched);
        last = new WeakReference<>(made);
        return made;
    }

    private static List<NodeUsage> nodes(List<NodeMetrics> nodes, NodeFactsList facts) {
        return sorted(nodes, Comparator.comparing(NodeMetrics::name)).stream()
                .map(node -> new NodeUsage(node, facts.byName().getOrDefault(node.name(), NodeFacts.UNKNOWN)))
                .toList();
    }

    /** Last known facts stand in where a read of pods did not bring them, not where none is wanted. */
    private List<PodUsage> pods(JoinInputs inputs, LastKnownFacts memory) {
        List<PodMetrics> pods = inputs.pods().items();
        Matches before = matches.get();
        Matches.Walk facts = (before == null ? Matches.NONE : before).walk(inputs.facts());
        List<PodUsage> joined = new ArrayList<>(pods.size());
        for (PodMetrics pod : sorted(pods, Comparator.comparing(PodMetrics::key))) {
            PodFacts found = facts.of(pod.key());
            if (found != null) {
                joined.add(new PodUsage(pod, found, true));
            } else {
                PodFacts known = inputs.wantsFacts() ? memory.of(pod.key()) : null;
                joined.add(new PodUsage(pod, known != null ? known : PodFacts.UNKNOWN, false));
            }
        }
        return joined;
    }

    /**
     * Sorted, and one item for each key: a list that names a thing twice must not make two series of the same labels. The
     * list itself when it is so already, as metrics-server's answers are.
     */
    private static <T> List<T> sorted(List<T> items, Comparator<T> order) {
        boolean asItIs = true;
        for (int i = 1; i < items.size() && asItIs; i++) {
            asItIs = order.compare(items.get(i - 1), items.get(i)) < 0;
        }
        if (asItIs) {
            return items;
        }
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
