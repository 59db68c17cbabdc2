// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page of the recorded cluster against one made of other people's parts: fabric8's objects for the answers, client_java's
 * writers for the page. A strict parser reads both; families, label sets and values must be the same.
 */
class OracleIT {

    private final Map<Catalogue, List<Sample>> samples = new EnumMap<>(Catalogue.class);

    private record Sample(List<String> labels, double value) {}

    @ParameterizedTest
    @EnumSource
    void thePageSaysWhatFabric8AndClientJavaSay(ExpositionFormat format) throws Exception {
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = Pipeline.reading(api).start()) {
            Reply reply = pipeline.get("/metrics", "Accept", format.contentType());
            nodes();
            pods();

            assertThat(comparable(reply.page())).isEqualTo(comparable(ExpositionParser.parse(format, theirs(format))));
        }
    }

    private void nodes() throws Exception {
        NodeMetricsList nodes = read("nodemetrics.json", NodeMetricsList.class);
        nodes.getItems().forEach(node -> {
            List<String> labels = List.of(node.getMetadata().getName());
            double cpu = amount(node.getUsage().get("cpu"));
            double memory = amount(node.getUsage().get("memory"));
            add(Catalogue.ORIGINAL_NODE_CPU, labels, original(node.getUsage().get("cpu")));
            add(Catalogue.ORIGINAL_NODE_MEM, labels, memory);
            add(Catalogue.NODE_CPU_USAGE, labels, cpu);
            add(Catalogue.NODE_MEMORY_WORKING_SET, labels, memory);
            add(
                    Catalogue.NODE_SAMPLE_TIMESTAMP,
                    labels,
                    Instant.parse(node.getTimestamp()).getEpochSecond());
            add(
                    Catalogue.NODE_SAMPLE_WINDOW,
                    labels,
                    node.getWindow().getDuration().toMillis() / 1000.0);
        });
    }

    private void pods() throws Exception {
        Map<String, Pod> objects = read("podlist.json", PodList.class).getItems().stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName(),
                        Function.identity()));
        for (PodMetrics metrics : read("podmetrics.json", PodMetricsList.class).getItems()) {
            String namespace = metrics.getMetadata().getNamespace();
            String name = metrics.getMetadata().getName();
            Pod pod = objects.get(namespace + "/" + name);
            List<String> labels = List.of(namespace, name);
            add(Catalogue.POD_INFO, info(namespace, name, pod), 1);
            add(
                    Catalogue.POD_SAMPLE_TIMESTAMP,
                    labels,
                    Instant.parse(metrics.getTimestamp()).getEpochSecond());
            add(
                    Catalogue.POD_SAMPLE_WINDOW,
                    labels,
                    metrics.getWindow().getDuration().toMillis() / 1000.0);
            for (ContainerMetrics container : metrics.getContainers()) {
                String node = pod.getSpec().getNodeName();
                String ip = pod.getStatus().getPodIP();
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
    }

    private static List<String> info(String namespace, String name, Pod pod) {
        var owner = pod.getMetadata().getOwnerReferences().stream().findFirst();
        return List.of(
                namespace,
                name,
                pod.getMetadata().getUid(),
                pod.getSpec().getNodeName(),
                pod.getStatus().getPodIP(),
                pod.getStatus().getHostIP(),
                owner.map(o -> o.getKind()).orElse(""),
                owner.map(o -> o.getName()).orElse(""),
                pod.getStatus().getQosClass());
    }

    private void add(Catalogue entry, List<String> labels, double value) {
        samples.computeIfAbsent(entry, e -> new ArrayList<>()).add(new Sample(labels, value));
    }

    private static double amount(Quantity quantity) {
        return quantity.getNumericalAmount().doubleValue();
    }

    private static double original(Quantity cores) {
        return cores.getNumericalAmount()
                .multiply(java.math.BigDecimal.valueOf(60_000))
                .doubleValue();
    }

    private static <T> T read(String file, Class<T> type) throws Exception {
        return Serialization.unmarshal(Files.readString(Answer.RECORDED.resolve(file)), type);
    }

    private ByteBuffer theirs(ExpositionFormat format) throws Exception {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        samples.forEach((entry, of) -> snapshots.add(snapshot(entry.family(), of)));
        ExpositionFormatWriter writer = format == ExpositionFormat.TEXT_0_0_4
                ? PrometheusTextFormatWriter.create()
                : OpenMetricsTextFormatWriter.create();
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        writer.write(page, new MetricSnapshots(snapshots));
        return ByteBuffer.wrap(page.toByteArray());
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

    /** What the page says of the cluster: type, unit, help and samples of each family, without any order. */
    private static Map<String, Object> comparable(ExpositionPage page) {
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
