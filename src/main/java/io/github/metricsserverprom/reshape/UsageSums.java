// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.ExtraFamily;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.quantity.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Steps that add exact sums of the pods that are in the snapshot at their place: two families each, CPU in cores and
 * memory in bytes. A group of which no value is known has no sample.
 */
enum UsageSums implements Step {
    BY_NAMESPACE("namespace", "the namespace", List.of("namespace")) {
        @Override
        List<String> group(PodUsage pod) {
            return List.of(pod.namespace());
        }
    },
    BY_OWNER("owner", "the pods of one owner", List.of("namespace", "owner_kind", "owner_name")) {
        @Override
        List<String> group(PodUsage pod) {
            return List.of(pod.namespace(), pod.facts().ownerKind(), pod.facts().ownerName());
        }
    },
    BY_WORKLOAD("workload", "the pods of one workload", List.of("namespace", "workload_kind", "workload_name")) {
        @Override
        List<String> group(PodUsage pod) {
            Workload workload = Workload.of(pod);
            return List.of(pod.namespace(), workload.kind(), workload.name());
        }

        @Override
        public Set<String> podLabels() {
            return Set.of(Workload.TEMPLATE_HASH);
        }
    },
    BY_NODE("node_pods", "the pods on the node", List.of("node")) {
        @Override
        List<String> group(PodUsage pod) {
            return List.of(pod.node());
        }
    };

    private static final Comparator<List<String>> BYTE_ORDER = (left, right) -> {
        int order = 0;
        for (int i = 0; order == 0 && i < left.size(); i++) {
            order = left.get(i).compareTo(right.get(i));
        }
        return order;
    };

    private final String subject;
    private final String words;
    private final List<String> labels;

    UsageSums(String subject, String words, List<String> labels) {
        this.subject = subject;
        this.words = words;
        this.labels = labels;
    }

    /** Values of the labels of the group that a pod belongs to. */
    abstract List<String> group(PodUsage pod);

    /** The names of all labels of all sums. */
    static Set<String> labelNames() {
        return Arrays.stream(values())
                .flatMap(sum -> sum.labels.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public ClusterSnapshot apply(ClusterSnapshot snapshot) {
        ExtraFamily cpu = family(
                snapshot, "cpu_usage_cores", "cores", "Average CPU usage of " + words + ", in cores.", PodUsage::cpu);
        ExtraFamily memory = family(
                snapshot,
                "memory_working_set_bytes",
                "bytes",
                "Memory working set of " + words + ", in bytes.",
                PodUsage::memory);
        if (snapshot.families().stream().anyMatch(family -> family.name().equals(cpu.name()))) {
            throw new ReshapeException("the sums " + cpu.name() + " are there already, the step stands twice");
        }
        return snapshot.withFamily(cpu).withFamily(memory);
    }

    private ExtraFamily family(
            ClusterSnapshot snapshot, String what, String unit, String help, Function<PodUsage, Quantity> value) {
        Map<List<String>, Quantity> sums = new HashMap<>();
        for (PodUsage pod : snapshot.pods()) {
            Quantity one = value.apply(pod);
            if (one != null) {
                sums.merge(group(pod), one, Quantity::plus);
            }
        }
        List<ExtraFamily.Sample> samples = new ArrayList<>(sums.size());
        sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BYTE_ORDER))
                .forEach(sum -> samples.add(new ExtraFamily.Sample(sum.getKey(), sum.getValue())));
        return new ExtraFamily("kube_metrics_server_" + subject + '_' + what, unit, help, labels, samples);
    }
}
