// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import io.fabric8.kubernetes.api.model.Duration;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.ContainerMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.NodeMetricsList;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsList;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.MetricFamily;
import io.github.metricsserverprom.testing.ExpositionPage;
import io.github.metricsserverprom.testing.ExpositionParser;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A page made of other people's parts: fabric8's objects for the answers of the API server, client_java's writers for the
 * page. Used for one page.
 */
final class ClientJavaPage {

    private final String podLabel;

    private final Map<Catalogue, List<Sample>> samples = new EnumMap<>(Catalogue.class);

    private static final Pod UNKNOWN = new PodBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .endStatus()
            .build();

    private record Sample(List<String> labels, double value) {}

    /**
     * A page to come.
     *
     * @param podLabel the pod label that is published, a plain word; empty for none
     */
    ClientJavaPage(String podLabel) {
        this.podLabel = podLabel;
    }

    /** Adds the samples of nodes, from the JSON of the metrics API. */
    void nodes(String nodeMetrics) {
        NodeMetricsList nodes = Serialization.unmarshal(nodeMetrics, NodeMetricsList.class);
        nodes.getItems().forEach(node -> {
            List<String> labels = List.of(node.getMetadata().getName());
            double cpu = amount(node.getUsage().get("cpu"));
            double memory = amount(node.getUsage().get("memory"));
            add(Catalogue.ORIGINAL_NODE_CPU, labels, original(node.getUsage().get("cpu")));
            add(Catalogue.ORIGINAL_NODE_MEM, labels, memory);
            add(Catalogue.NODE_CPU_USAGE, labels, cpu);
            add(Catalogue.NODE_MEMORY_WORKING_SET, labels, memory);
            add(Catalogue.NODE_SAMPLE_TIMESTAMP, labels, seconds(node.getTimestamp()));
            add(Catalogue.NODE_SAMPLE_WINDOW, labels, seconds(node.getWindow()));
        });
    }

    /** Adds the samples of pods, from the JSON of the metrics API and of the list of pods. */
    void pods(String podMetrics, String podList) {
        Map<String, Pod> objects = Serialization.unmarshal(podList, PodList.class).getItems().stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName(),
                        Function.identity()));
        for (PodMetrics metrics :
                Serialization.unmarshal(podMetrics, PodMetricsList.class).getItems()) {
            ObjectMeta metadata = metrics.getMetadata();
            pod(metrics, objects.getOrDefault(metadata.getNamespace() + "/" + metadata.getName(), UNKNOWN));
        }
    }

    private void pod(PodMetrics metrics, Pod pod) {
        String namespace = metrics.getMetadata().getNamespace();
        String name = metrics.getMetadata().getName();
        String node = text(pod.getSpec().getNodeName());
        String ip = text(pod.getStatus().getPodIP());
        List<String> labels = List.of(namespace, name);
        add(Catalogue.POD_INFO, info(namespace, name, pod), 1);
        add(Catalogue.POD_SAMPLE_TIMESTAMP, labels, seconds(metrics.getTimestamp()));
        add(Catalogue.POD_SAMPLE_WINDOW, labels, seconds(metrics.getWindow()));
        if (!podLabel.isEmpty()) {
            Map<String, String> own = metrics.getMetadata().getLabels();
            add(Catalogue.POD_LABELS, List.of(namespace, name, own == null ? "" : own.getOrDefault(podLabel, "")), 1);
        }
        for (ContainerMetrics container : metrics.getContainers()) {
            Quantity cpu = container.getUsage().get("cpu");
            double memory = amount(container.getUsage().get("memory"));
            List<String> old = List.of(node, name, ip, container.getName(), namespace);
            List<String> modern = List.of(namespace, name, container.getName(), node);
            add(Catalogue.ORIGINAL_POD_CPU, old, original(cpu));
            add(Catalogue.ORIGINAL_POD_MEM, old, memory);
            add(Catalogue.CONTAINER_CPU_USAGE, modern, amount(cpu));
            add(Catalogue.CONTAINER_MEMORY_WORKING_SET, modern, memory);
        }
    }

    private static List<String> info(String namespace, String name, Pod pod) {
        List<OwnerReference> owners = pod.getMetadata().getOwnerReferences();
        Optional<OwnerReference> owner = owners.stream()
                .filter(one -> Boolean.TRUE.equals(one.getController()))
                .findFirst()
                .or(() -> owners.stream().findFirst());
        return List.of(
                namespace,
                name,
                text(pod.getMetadata().getUid()),
                text(pod.getSpec().getNodeName()),
                text(pod.getStatus().getPodIP()),
                text(pod.getStatus().getHostIP()),
                owner.map(OwnerReference::getKind).orElse(""),
                owner.map(OwnerReference::getName).orElse(""),
                text(pod.getStatus().getQosClass()));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static double seconds(String time) {
        Instant instant = OffsetDateTime.parse(time).toInstant();
        return new BigDecimal(instant.getEpochSecond())
                .add(BigDecimal.valueOf(instant.getNano(), 9))
                .doubleValue();
    }

    private static double seconds(Duration window) {
        return BigDecimal.valueOf(window.getDuration().toNanos(), 9).doubleValue();
    }

    private void add(Catalogue entry, List<String> labels, double value) {
        samples.computeIfAbsent(entry, e -> new ArrayList<>()).add(new Sample(labels, value));
    }

    private static double amount(Quantity quantity) {
        return exact(quantity).doubleValue();
    }

    private static double original(Quantity cores) {
        return exact(cores).multiply(BigDecimal.valueOf(60_000)).doubleValue();
    }

    /** fabric8's number, without its rounding of Ei. */
    private static BigDecimal exact(Quantity quantity) {
        return "Ei".equals(quantity.getFormat())
                ? new Quantity(quantity.getAmount(), "Pi").getNumericalAmount().multiply(BigDecimal.valueOf(1024))
                : quantity.getNumericalAmount();
    }

    /** The page, read again. */
    ExpositionPage page(ExpositionFormat format) throws IOException {
        return ExpositionParser.parse(format, text(format));
    }

    private ByteBuffer text(ExpositionFormat format) throws IOException {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        samples.forEach((entry, of) -> snapshots.add(snapshot(family(entry), of)));
        ExpositionFormatWriter writer = format == ExpositionFormat.TEXT_0_0_4
                ? PrometheusTextFormatWriter.create()
                : OpenMetricsTextFormatWriter.create();
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        writer.write(page, new MetricSnapshots(snapshots));
        return ByteBuffer.wrap(page.toByteArray());
    }

    private MetricFamily family(Catalogue entry) {
        return entry == Catalogue.POD_LABELS
                ? entry.family().withLabelNames(List.of("namespace", "pod", "label_" + podLabel))
                : entry.family();
    }

    private static MetricSnapshot snapshot(MetricFamily family, List<Sample> of) {
        if (family.name().endsWith("_info")) {
            return new InfoSnapshot(
                    new MetricMetadata(family.name().replaceFirst("_info$", ""), family.help()),
                    of.stream()
                            .map(sample -> new InfoSnapshot.InfoDataPointSnapshot(labels(family, sample)))
                            .toList());
        }
        Unit unit = family.unit().isEmpty() ? null : new Unit(family.unit());
        return new GaugeSnapshot(
                new MetricMetadata(family.name(), family.help(), unit),
                of.stream()
                        .map(sample ->
                                new GaugeSnapshot.GaugeDataPointSnapshot(sample.value(), labels(family, sample), null))
                        .toList());
    }

    private static Labels labels(MetricFamily family, Sample sample) {
        return Labels.of(family.labelNames(), sample.labels());
    }

    /** What a page says of the cluster: type, unit, help and samples of each family, without any order. */
    static Map<String, Object> comparable(ExpositionPage page) {
        Map<String, Object> families = new HashMap<>();
        page.families().stream()
                .filter(family -> family.name().startsWith("kube_metrics_server_"))
                .forEach(family -> families.put(
                        family.name(),
                        List.of(
                                family.type(),
                                family.unit(),
                                family.help(),
                                family.samples().stream()
                                        .collect(Collectors.toMap(
                                                sample -> List.of(sample.name(), Map.copyOf(sample.labels())),
                                                ExpositionPage.Sample::value)))));
        return families;
    }
}
