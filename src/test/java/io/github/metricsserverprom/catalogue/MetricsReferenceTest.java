// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.LabelNames;
import io.github.metricsserverprom.exposition.LabelSet;
import io.github.metricsserverprom.exposition.MetricFamily;
import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.quantity.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** src/docs/METRICS.md says what the catalogue says. */
class MetricsReferenceTest {

    @Test
    void tablesAreThoseOfTheCatalogueSectionBySection() throws IOException {
        Map<String, List<MetricsReference.Row>> expected = Catalogue.inPageOrder().stream()
                .collect(Collectors.groupingBy(
                        MetricsReferenceTest::section,
                        LinkedHashMap::new,
                        Collectors.mapping(MetricsReferenceTest::row, Collectors.toList())));

        Map<String, List<MetricsReference.Row>> documented =
                MetricsReference.read().rows();

        assertThat(documented.keySet()).isEqualTo(expected.keySet());
        expected.forEach((section, rows) ->
                assertThat(documented.get(section)).as(section).containsExactlyElementsOf(rows));
    }

    @Test
    void namesInProseAreMetricsOfTheCatalogue() throws IOException {
        Matcher name = Pattern.compile("\\b(kube_metrics_server|metrics_server_prom)_[a-z_]+")
                .matcher(MetricsReference.read().text());

        assertThat(name.results()
                        .map(result -> Catalogue.byName(result.group()))
                        .toList())
                .hasSizeGreaterThan(40)
                .doesNotContain(Optional.empty());
    }

    @Test
    void theExampleOfTheOriginalNamesIsWhatTheWriterWrites() throws IOException {
        LabelSet labels = LabelNames.of(Catalogue.ORIGINAL_POD_CPU.family().labelNames())
                .values(
                        "ip-10-30-78-99.eu-central-1.compute.internal",
                        "etcd-server-events-abc",
                        "10.30.62.138",
                        "etcd-container",
                        "kube-system");
        PageBuffer page = new PageBuffer();
        ExpositionWriter writer = new ExpositionWriter(ExpositionFormat.TEXT_0_0_4, page);
        writer.startFamily(Catalogue.ORIGINAL_POD_CPU.family());
        writer.sample(labels, Quantity.parse("7m").times(60000));
        writer.startFamily(Catalogue.ORIGINAL_POD_MEM.family());
        writer.sample(labels, Quantity.parse("125448Ki"));
        writer.end();

        String example = StandardCharsets.UTF_8.decode(page.toByteBuffer()).toString();
        assertThat(MetricsReference.read().text()).contains("```\n" + example + "```\n");
    }

    @Test
    void theExamplesOfCpuValuesAreTrue() throws IOException {
        Matcher rows = Pattern.compile("\\| `([0-9]+[num]?)` \\| ([0-9.]+) \\| ([0-9.]+) \\|")
                .matcher(MetricsReference.read().text());

        assertThat(rows.results().toList()).hasSize(5).allSatisfy(row -> {
            assertThat(Quantity.parse(row.group(1))).hasToString(row.group(2));
            assertThat(Quantity.parse(row.group(1)).times(60000)).hasToString(row.group(3));
        });
    }

    private static String section(Catalogue entry) {
        if (entry.group() == MetricGroup.ORIGINAL) {
            return "Original names";
        }
        return switch (entry.source()) {
            case NODE_METRICS -> "Node metrics";
            case POD_METRICS -> "Pod metrics";
            case PODS -> "Pods";
            case NODES -> "Nodes";
            case EXPORTER -> "The scrape";
        };
    }

    private static MetricsReference.Row row(Catalogue entry) {
        MetricFamily family = entry.family();
        String labels = String.join(", ", family.labelNames()) + (entry.hasLabelColumns() ? ", label_*" : "");
        return new MetricsReference.Row(
                family.name(),
                family.type().name().toLowerCase(Locale.ROOT),
                family.unit(),
                labels,
                entry.isOnByDefault() ? "on" : "off",
                family.help());
    }
}
