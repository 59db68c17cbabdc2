// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scrape's data after the join: the message body between join and render, which routes may reshape. Immutable;
 * the {@code with...} methods give changed copies.
 *
 * @param context           the kubeconfig context that was read; empty for the chosen one
 * @param selection         what was read of it, in words (namespaces, labels of pods); empty for everything
 * @param nodes             nodes, sorted by name
 * @param pods              pods, sorted by namespace, then name; their containers sorted by name
 * @param collectors        how each enabled read went, in the order of {@link Collector}
 * @param unmatchedPods     pods of the metrics API of which the pods API knew nothing in this scrape
 * @param invalidQuantities usage values left out because they could not be read
 * @param staticLabels      labels put on every sample of the cluster ({@code kube_metrics_server_*}), in order
 * @param podLabels         names of pod labels to put on every series of a pod, as {@code label_NAME}
 * @param families          computed families, printed after those of the catalogue
 * @param familyRules       changes to the choice and the names of families, in order
 */
public record ClusterSnapshot(
        String context,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String selection,
        List<NodeUsage> nodes,
        List<PodUsage> pods,
        List<CollectorResult> collectors,
        int unmatchedPods,
        int invalidQuantities,
        Map<String, String> staticLabels,
        List<String> podLabels,
        List<ExtraFamily> families,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FamilyRule> familyRules) {

    /** What the join brings: nothing reshaped yet. */
    public ClusterSnapshot(
            String context,
            String selection,
            List<NodeUsage> nodes,
            List<PodUsage> pods,
            List<CollectorResult> collectors,
            int unmatchedPods,
            int invalidQuantities) {
        this(
                context,
                selection,
                nodes,
                pods,
                collectors,
                unmatchedPods,
                invalidQuantities,
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** The same of a read that selects everything. */
    public ClusterSnapshot(
            String context,
            List<NodeUsage> nodes,
            List<PodUsage> pods,
            List<CollectorResult> collectors,
            int unmatchedPods,
            int invalidQuantities) {
        this(context, "", nodes, pods, collectors, unmatchedPods, invalidQuantities);
    }

    /** Whether at least one read that brings usage brought some, or none is enabled. */
    public boolean hasUsage() {
        List<CollectorResult> usage = usageReads();
        return usage.isEmpty() || usage.stream().anyMatch(CollectorResult::broughtData);
    }

    /** Whether every read that brings usage succeeded. */
    public boolean allUsage() {
        return usageReads().stream().allMatch(CollectorResult::success);
    }

    /** Whether every read succeeded. */
    public boolean complete() {
        return collectors.stream().allMatch(CollectorResult::success);
    }

    private List<CollectorResult> usageReads() {
        return collectors.stream().filter(c -> c.collector().bringsUsage()).toList();
    }

    /** The same scrape with other pods. */
    public ClusterSnapshot withPods(List<PodUsage> pods) {
        return withData(nodes, pods, collectors, unmatchedPods);
    }

    /** The same scrape with other nodes. */
    public ClusterSnapshot withNodes(List<NodeUsage> nodes) {
        return withData(nodes, pods, collectors, unmatchedPods);
    }

    /** The same scrape with another account of how the reads went. */
    public ClusterSnapshot withCollectors(List<CollectorResult> collectors, int unmatchedPods) {
        return withData(nodes, pods, collectors, unmatchedPods);
    }

    /** The same scrape with one more static label; a label of the same name is replaced. */
    public ClusterSnapshot withStaticLabel(String name, String value) {
        Map<String, String> labels = new LinkedHashMap<>(staticLabels);
        labels.put(name, value);
        return withShape(labels, podLabels, families, familyRules);
    }

    /** The same scrape with these pod labels on the series of pods. */
    public ClusterSnapshot withPodLabels(List<String> names) {
        return withShape(staticLabels, names, families, familyRules);
    }

    /** The same scrape with one more computed family. */
    public ClusterSnapshot withFamily(ExtraFamily family) {
        List<ExtraFamily> more = new ArrayList<>(families);
        more.add(family);
        return withShape(staticLabels, podLabels, more, familyRules);
    }

    /** The same scrape with one more rule about the families of the page. */
    public ClusterSnapshot withFamilyRule(FamilyRule rule) {
        List<FamilyRule> more = new ArrayList<>(familyRules);
        more.add(rule);
        return withShape(staticLabels, podLabels, families, more);
    }

    private ClusterSnapshot withData(
            List<NodeUsage> nodes, List<PodUsage> pods, List<CollectorResult> collectors, int unmatchedPods) {
        return new ClusterSnapshot(
                context,
                selection,
                nodes,
                pods,
                collectors,
                unmatchedPods,
                invalidQuantities,
                staticLabels,
                podLabels,
                families,
                familyRules);
    }

    private ClusterSnapshot withShape(
            Map<String, String> staticLabels,
            List<String> podLabels,
            List<ExtraFamily> families,
            List<FamilyRule> familyRules) {
        return new ClusterSnapshot(
                context,
                selection,
                nodes,
                pods,
                collectors,
                unmatchedPods,
                invalidQuantities,
                staticLabels,
                podLabels,
                families,
                familyRules);
    }

    /** The name under which a family is published after the rules; null when it is not. */
    public String publishedName(String family) {
        String name = family;
        for (FamilyRule rule : familyRules) {
            name = name == null ? null : rule.apply(name);
        }
        return name;
    }
}
