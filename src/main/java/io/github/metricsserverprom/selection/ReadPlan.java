// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import io.github.metricsserverprom.model.Collector;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which reads the settings ask for, and of what: what people are told, and what rights are needed.
 *
 * @param reads     the reads that are made
 * @param watchPods whether facts about pods are kept by a watch
 * @param pods      which pods are read
 */
public record ReadPlan(Set<Collector> reads, boolean watchPods, PodSelection pods) {

    public ReadPlan {
        reads = Collections.unmodifiableSet(reads.isEmpty() ? EnumSet.noneOf(Collector.class) : EnumSet.copyOf(reads));
    }

    /**
     * A read is made when it is among the collectors, when its own setting does not switch it off, and when it does not
     * need the whole cluster while only some namespaces are read.
     *
     * @param collectors the reads that may be made
     * @param podsMode   {@code watch}, {@code list} or {@code off}
     * @param nodesMode  {@code list} or {@code off}
     */
    public static ReadPlan of(Set<Collector> collectors, PodSelection pods, String podsMode, String nodesMode) {
        Set<Collector> reads = EnumSet.noneOf(Collector.class);
        for (Collector collector : collectors) {
            boolean off = collector == Collector.PODS && podsMode.equals("off")
                    || collector == Collector.NODES && nodesMode.equals("off");
            if (!off && (collector.isNamespaced() || pods.namespaces().all())) {
                reads.add(collector);
            }
        }
        return new ReadPlan(reads, podsMode.equals("watch"), pods);
    }

    /** Whether anything is read that brings usage. */
    public boolean bringsUsage() {
        return reads.stream().anyMatch(Collector::bringsUsage);
    }

    /** The plan for people, as names and values in the order of reading. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Reads",
                reads.stream()
                        .map(read -> read.label() + (watchPods && read == Collector.PODS ? " (watch)" : ""))
                        .collect(Collectors.joining(", ")));
        facts.put("Namespaces", pods.namespaces() + (pods.denied().isEmpty() ? "" : " but " + pods.denied()));
        if (!pods.labels().isEmpty()) {
            facts.put("Labels of pods", pods.labels().toString());
        }
        return facts;
    }

    /** The plan on one line: {@code pod_metrics, pods (watch); namespaces: team-a, team-b}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        facts().forEach((name, value) -> line.append(line.isEmpty() ? "" : "; " + name.toLowerCase(Locale.ROOT) + ": ")
                .append(value));
        return line.toString();
    }
}
