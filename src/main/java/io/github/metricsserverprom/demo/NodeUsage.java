// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.github.metricsserverprom.demo.ClusterState.Sample;

/** What each node uses: its pods and a share for the system. */
final class NodeUsage {
    private static final double SYSTEM_SHARE = 0.02;

    private final long[] cpu;
    private final long[] memory;

    private NodeUsage(int nodes) {
        cpu = new long[nodes];
        memory = new long[nodes];
    }

    static NodeUsage of(ClusterState cluster, PodTable table, Sample sample) {
        NodeUsage used = new NodeUsage(cluster.nodes().size());
        for (SimNode node : cluster.nodes()) {
            double system = SYSTEM_SHARE * (1 + Dice.fraction(Dice.roll(node.seed(), sample.tick())));
            used.cpu[node.index()] = (long) (node.cpuCapacity() * system);
            used.memory[node.index()] = (long) (node.memoryCapacity() * system) / 4_096 * 4_096;
        }
        for (SimPod pod : table.all()) {
            if (pod.measured()) {
                used.cpu[pod.node().index()] += cluster.usage().cpu(pod, sample.tick());
                used.memory[pod.node().index()] += cluster.usage().memory(pod, sample.tick());
            }
        }
        return used;
    }

    /** Nanocores. */
    long cpu(SimNode node) {
        return cpu[node.index()];
    }

    /** Bytes. */
    long memory(SimNode node) {
        return memory[node.index()];
    }
}
