// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.NodeFactsList;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.scrape.CollectorRead;
import java.util.List;
import java.util.Map;

/**
 * What the reads of one scrape brought.
 *
 * @param nodes      usage of nodes; empty when it was not read
 * @param pods       usage of pods; empty when it was not read
 * @param facts      facts about pods; null when they were not read
 * @param nodeFacts  facts about nodes; empty when they were not read
 * @param wantsFacts whether pods are read at all
 */
record JoinInputs(
        NodeMetricsList nodes, PodMetricsList pods, PodFactsList facts, NodeFactsList nodeFacts, boolean wantsFacts) {

    private static final NodeMetricsList NO_NODES = new NodeMetricsList(List.of(), 0);
    private static final PodMetricsList NO_PODS = new PodMetricsList(List.of(), 0);
    private static final NodeFactsList NO_NODE_FACTS = new NodeFactsList(Map.of());

    /**
     * Sorts out the reads.
     *
     * @throws IllegalStateException when one brought what the join does not know
     */
    static JoinInputs of(List<CollectorRead> reads) {
        NodeMetricsList nodes = NO_NODES;
        PodMetricsList pods = NO_PODS;
        PodFactsList facts = null;
        NodeFactsList nodeFacts = NO_NODE_FACTS;
        boolean wantsFacts = false;
        for (CollectorRead read : reads) {
            wantsFacts |= read.result().collector() == Collector.PODS;
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
        return new JoinInputs(nodes, pods, facts, nodeFacts, wantsFacts);
    }

    /** Whether these are the very same objects, as they are when scrapes share their reads. */
    boolean same(JoinInputs other) {
        return nodes == other.nodes
                && pods == other.pods
                && facts == other.facts
                && nodeFacts == other.nodeFacts
                && wantsFacts == other.wantsFacts;
    }

    int invalidQuantities() {
        return nodes.invalidQuantities() + pods.invalidQuantities();
    }
}
