// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.quantity.Quantity;
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
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Prometheus' own Java writers as oracle. They sort families, samples and labels and print {@code 1.28458752E8}, so the
 * pages are compared as what a strict reader makes of them: the same families, label sets and values.
 */
class ExpositionAgainstClientJavaTest {

    /** A family with its samples, as test data. */
    private record FilledFamily(MetricFamily family, List<FilledSample> samples) {}

    private record FilledSample(List<String> labelValues, Number value) {}

    @Property(tries = 300)
    void bothPagesReadAlike(@ForAll("pages") List<FilledFamily> families, @ForAll ExpositionFormat format)
            throws IOException {
        ExpositionPage ours = ExpositionParser.parse(format, ours(format, families));
        ExpositionPage theirs = ExpositionParser.parse(format, theirs(format, families));

        assertThat(comparable(ours)).isEqualTo(comparable(theirs));
    }

    private static ByteBuffer ours(ExpositionFormat format, List<FilledFamily> families) {
        PageBuffer page = new PageBuffer();
        ExpositionWriter writer = new ExpositionWriter(format, page);
        for (FilledFamily filled : families) {
            LabelNames names = LabelNames.of(filled.family.labelNames());
            writer.startFamily(filled.family);
            for (FilledSample sample : filled.samples) {
                LabelSet labels = names.values(sample.labelValues.toArray(String[]::new));
                if (sample.value instanceof Quantity quantity) {
                    writer.sample(labels, quantity);
                } else if (sample.value instanceof Long integer) {
                    writer.sample(labels, (long) integer);
                } else {
                    writer.sample(labels, sample.value.doubleValue());
                }
            }
        }
        writer.end();
        return page.toByteBuffer();
    }

    private static ByteBuffer theirs(ExpositionFormat format, List<FilledFamily> families) throws IOException {
        List<MetricSnapshot> snapshots =
                families.stream().map(ExpositionAgainstClientJavaTest::snapshot).toList();
        ExpositionFormatWriter writer = format == ExpositionFormat.TEXT_0_0_4
                ? PrometheusTextFormatWriter.create()
                : OpenMetricsTextFormatWriter.create();
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        writer.write(page, new MetricSnapshots(snapshots));
        return ByteBuffer.wrap(page.toByteArray());
    }

    private static MetricSnapshot snapshot(FilledFamily filled) {
        MetricFamily family = filled.family;
        if (family.type() == MetricType.INFO) {
            MetricMetadata metadata = new MetricMetadata(family.openMetricsName(), family.help());
            return new InfoSnapshot(
                    metadata,
                    filled.samples.stream()
                            .map(sample -> new InfoSnapshot.InfoDataPointSnapshot(labels(family, sample)))
                            .toList());
        }
        Unit unit = family.unit().isEmpty() ? null : new Unit(family.unit());
        return new GaugeSnapshot(
                new MetricMetadata(family.name(), family.help(), unit),
                filled.samples.stream()
                        .map(sample -> new GaugeSnapshot.GaugeDataPointSnapshot(
                                sample.value.doubleValue(), labels(family, sample), null))
                        .toList());
    }

    private static Labels labels(MetricFamily family, FilledSample sample) {
        return Labels.of(family.labelNames(), sample.labelValues);
    }

    /** Families by name, samples by labels, without any order. */
    private static Map<String, List<Object>> comparable(ExpositionPage page) {
        return page.families().stream()
                .collect(Collectors.toMap(
                        ExpositionPage.Family::name,
                        family -> List.of(
                                family.type(),
                                family.unit(),
                                family.help(),
                                family.samples().stream()
                                        .map(sample ->
                                                List.of(sample.name(), Map.copyOf(sample.labels()), sample.value()))
                                        .collect(Collectors.toSet()))));
    }

    @Provide
    Arbitrary<List<FilledFamily>> pages() {
        return family().list().ofMaxSize(6).uniqueElements(filled -> filled.family.openMetricsName());
    }

    private static Arbitrary<FilledFamily> family() {
        Arbitrary<String> stem =
                Arbitraries.strings().withCharRange('a', 'e').ofMinLength(1).ofMaxLength(4);
        Arbitrary<List<String>> labelNames = Arbitraries.of("node", "pod", "_x", "Z9", "namespace")
                .list()
                .uniqueElements()
                .ofMaxSize(4);
        Arbitrary<MetricFamily> family = Combinators.combine(
                        stem, Arbitraries.of("_info", "_bytes", "_cores", ""), text(), labelNames)
                .as((name, ending, help, labels) -> new MetricFamily(
                        name + ending,
                        ending.equals("_info") ? MetricType.INFO : MetricType.GAUGE,
                        ending.equals("_info") || ending.isEmpty() ? "" : ending.substring(1),
                        help,
                        labels));
        return family.flatMap(
                made -> sample(made).list().ofMinSize(1).ofMaxSize(5).map(samples -> {
                    Set<List<String>> seen = new HashSet<>();
                    return new FilledFamily(
                            made,
                            samples.stream()
                                    .filter(sample -> seen.add(sample.labelValues))
                                    .toList());
                }));
    }

    private static Arbitrary<FilledSample> sample(MetricFamily family) {
        Arbitrary<Number> value = family.type() == MetricType.INFO
                ? Arbitraries.just(1L)
                : Arbitraries.oneOf(
                        Arbitraries.doubles().map(Number.class::cast),
                        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0),
                        Arbitraries.longs().map(Number.class::cast),
                        Combinators.combine(
                                        Arbitraries.longs(),
                                        Arbitraries.integers().between(-30, 30))
                                .as(Quantity::ofScaled));
        Arbitrary<List<String>> labelValues =
                text().list().ofSize(family.labelNames().size());
        return Combinators.combine(labelValues, value).as(FilledSample::new);
    }

    /** Every character, those that formats escape more often; no halves of surrogate pairs. */
    private static Arbitrary<String> text() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.of(
                        "\"", "\\", "\n", "\\n", "{", "}", ",", "=", " ", "#", "\r", "\t", "\u2028", "\ud83d\ude80"),
                Arbitraries.strings().alpha().ofLength(2),
                Arbitraries.strings().all().ofLength(1).map(c -> Character.isSurrogate(c.charAt(0)) ? "?" : c));
        return pieces.list().ofMaxSize(6).map(parts -> String.join("", parts));
    }
}
