// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.catalogue.LabelColumns;
import io.github.metricsserverprom.catalogue.MetricGroup;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.LabelNames;
import io.github.metricsserverprom.exposition.LabelSet;
import io.github.metricsserverprom.exposition.MetricFamily;
import io.github.metricsserverprom.exposition.MetricType;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.model.ExtraFamily;
import io.github.metricsserverprom.model.NodeUsage;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.quantity.Quantity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Writes the families of one cluster snapshot in the order of the catalogue. One instance for one page. */
final class Page {

    /** From so many on, the time that is won by two threads is more than what it takes to wake one. */
    private static final int MANY_PODS = 500;

    private final ClusterSnapshot snapshot;
    private final Set<Catalogue> families;
    private final PageOptions options;
    private final ExpositionWriter writer;
    private final Values values;
    private final PodLabelSets[] pods;
    private final String[] staticValues;
    private final PublishedNames familyNames;

    Page(
            ClusterSnapshot snapshot,
            Set<Catalogue> families,
            PageOptions options,
            PodLabelSets[] pods,
            ExpositionWriter writer) {
        this.snapshot = snapshot;
        this.families = families;
        this.options = options;
        this.writer = writer;
        this.values = new Values(writer);
        this.pods = pods;
        this.staticValues = snapshot.staticLabels().values().toArray(String[]::new);
        this.familyNames = new PublishedNames(snapshot);
    }

    /**
     * Writes the families of the cluster, those that routes computed behind them. Of a large cluster several families are
     * written at once.
     */
    void write() {
        List<Catalogue> published = families.stream()
                .filter(entry -> entry.group() != MetricGroup.SCRAPE_HEALTH && familyNames.publishes(entry.family()))
                .toList();
        if (pods.length < MANY_PODS) {
            published.forEach(this::write);
        } else {
            published.parallelStream().map(this::part).toList().forEach(writer::append);
        }
        snapshot.families().forEach(this::extra);
    }

    private ExpositionWriter part(Catalogue entry) {
        ExpositionWriter part = writer.part();
        new Page(snapshot, families, options, pods, part).write(entry);
        return part;
    }

    private void write(Catalogue entry) {
        boolean plainCores = options.originalNames() == OriginalNames.CORES;
        if (!entry.hasLabelColumns()) {
            writer.startFamily(familyNames.published(plainCores ? entry.familyInPlainCores() : entry.family()));
        }
        switch (entry) {
            case ORIGINAL_NODE_CPU ->
                nodes((node, labels) -> cpu(labels, node.metrics().cpu(), plainCores));
            case NODE_CPU_USAGE ->
                nodes((node, labels) -> values.quantity(labels, node.metrics().cpu()));
            case ORIGINAL_NODE_MEM, NODE_MEMORY_WORKING_SET ->
                nodes((node, labels) -> values.quantity(labels, node.metrics().memory()));
            case NODE_SAMPLE_TIMESTAMP ->
                nodes((node, labels) -> values.time(labels, node.metrics().timestamp()));
            case NODE_SAMPLE_WINDOW ->
                nodes((node, labels) -> values.seconds(labels, node.metrics().window()));
            case NODE_CPU_ALLOCATABLE ->
                nodes((node, labels) -> values.quantity(labels, node.facts().cpuAllocatable()));
            case NODE_MEMORY_ALLOCATABLE ->
                nodes((node, labels) -> values.quantity(labels, node.facts().memoryAllocatable()));
            case ORIGINAL_POD_CPU ->
                containers((sets, i, container) -> cpu(sets.original(i), container.cpu(), plainCores));
            case ORIGINAL_POD_MEM ->
                containers((sets, i, container) -> values.quantity(sets.original(i), container.memory()));
            case CONTAINER_CPU_USAGE ->
                containers((sets, i, container) -> values.quantity(sets.container(i), container.cpu()));
            case CONTAINER_MEMORY_WORKING_SET ->
                containers((sets, i, container) -> values.quantity(sets.container(i), container.memory()));
            case POD_INFO -> pods((pod, sets) -> values.flag(sets.info(), true));
            case POD_SAMPLE_TIMESTAMP ->
                pods((pod, sets) -> values.time(sets.pod(), pod.metrics().timestamp()));
            case POD_SAMPLE_WINDOW ->
                pods((pod, sets) -> values.seconds(sets.pod(), pod.metrics().window()));
            case CONTAINER_CPU_REQUEST -> resources(ContainerResources::cpuRequest);
            case CONTAINER_CPU_LIMIT -> resources(ContainerResources::cpuLimit);
            case CONTAINER_MEMORY_REQUEST -> resources(ContainerResources::memoryRequest);
            case CONTAINER_MEMORY_LIMIT -> resources(ContainerResources::memoryLimit);
            case POD_LABELS -> podLabels(entry.family());
            case NODE_LABELS -> nodeLabels(entry.family());
            default -> throw new IllegalStateException("no values for " + entry.metricName());
        }
    }

    private void cpu(LabelSet labels, Quantity cores, boolean plain) {
        if (plain) {
            values.quantity(labels, cores);
        } else {
            values.originalCpu(labels, cores);
        }
    }

    @FunctionalInterface
    private interface NodeSample {
        void write(NodeUsage node, LabelSet labels);
    }

    @FunctionalInterface
    private interface PodSample {
        void write(PodUsage pod, PodLabelSets labels);
    }

    @FunctionalInterface
    private interface ContainerSample {
        void write(PodLabelSets labels, int index, ContainerMetrics container);
    }

    private void nodes(NodeSample sample) {
        LabelNames names = withStatic(List.of("node"));
        for (NodeUsage node : snapshot.nodes()) {
            sample.write(node, set(names, List.of(node.name())));
        }
    }

    private void pods(PodSample sample) {
        for (int i = 0; i < pods.length; i++) {
            sample.write(snapshot.pods().get(i), pods[i]);
        }
    }

    private void containers(ContainerSample sample) {
        for (int i = 0; i < pods.length; i++) {
            List<ContainerMetrics> containers = snapshot.pods().get(i).containers();
            for (int c = 0; c < containers.size(); c++) {
                sample.write(pods[i], c, containers.get(c));
            }
        }
    }

    private void resources(Function<ContainerResources, Quantity> value) {
        LabelNames names = withStatic(Catalogue.CONTAINER_CPU_REQUEST.family().labelNames());
        for (PodUsage pod : snapshot.pods()) {
            for (ContainerResources container : pod.facts().resources()) {
                List<String> own = List.of(pod.namespace(), pod.name(), container.name(), pod.node());
                values.quantity(set(names, own), value.apply(container));
            }
        }
    }

    private void podLabels(MetricFamily family) {
        Map<String, String> columns = LabelColumns.names(options.podLabels());
        LabelNames names = columns(family, columns.values());
        for (PodUsage pod : snapshot.pods()) {
            List<String> own = new ArrayList<>(List.of(pod.namespace(), pod.name()));
            columns.keySet().forEach(key -> own.add(pod.labels().getOrDefault(key, "")));
            values.flag(set(names, own), true);
        }
    }

    private void nodeLabels(MetricFamily family) {
        Map<String, String> columns = LabelColumns.names(options.nodeLabels());
        LabelNames names = columns(family, columns.values());
        for (NodeUsage node : snapshot.nodes()) {
            List<String> own = new ArrayList<>(List.of(node.name()));
            columns.keySet().forEach(key -> own.add(node.metrics().labels().getOrDefault(key, "")));
            values.flag(set(names, own), true);
        }
    }

    private LabelNames columns(MetricFamily family, Collection<String> columns) {
        List<String> own = new ArrayList<>(family.labelNames());
        own.addAll(columns);
        writer.startFamily(familyNames.published(family.withLabelNames(own)));
        return withStatic(own);
    }

    private void extra(ExtraFamily family) {
        MetricFamily described =
                new MetricFamily(family.name(), MetricType.GAUGE, family.unit(), family.help(), family.labelNames());
        if (!familyNames.publishes(described)) {
            return;
        }
        writer.startFamily(familyNames.published(described));
        LabelNames labels = withStatic(family.labelNames());
        family.samples().forEach(sample -> values.quantity(set(labels, sample.labelValues()), sample.value()));
    }

    private LabelNames withStatic(List<String> own) {
        List<String> all = new ArrayList<>(own);
        all.addAll(snapshot.staticLabels().keySet());
        return LabelNames.of(all);
    }

    private LabelSet set(LabelNames names, List<String> own) {
        String[] all = own.toArray(new String[own.size() + staticValues.length]);
        System.arraycopy(staticValues, 0, all, own.size(), staticValues.length);
        return names.values(all);
    }
}
