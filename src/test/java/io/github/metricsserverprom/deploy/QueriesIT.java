// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.github.metricsserverprom.testing.ExpositionPage;
import io.github.metricsserverprom.testing.ExpositionParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The queries of rules and dashboard, held to the pages of the packaged program with every family on. */
class QueriesIT {

    /** Labels that Prometheus adds to a target. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "cluster");

    private static final Path PROMETHEUS = Manifests.DEPLOY.resolve("prometheus");
    private static final Path DASHBOARD = Manifests.DEPLOY.resolve("grafana/metrics-server-prom.json");

    /** The label that a label_replace makes: its first text, before the replacement. */
    private static final Pattern MADE_LABEL = Pattern.compile("\"([a-z_]+)\", \"[^\"]*\", \"[a-z_]+\", \"");

    /** Label names by metric name. */
    private static final Map<String, Set<String>> KNOWN = new TreeMap<>();

    @BeforeAll
    static void readThePages() throws Exception {
        Map<String, String> everything = Map.of(
                "EXPORTER_CONTAINER_RESOURCES", "true",
                "EXPORTER_NODES", "list");
        try (ExporterProcess program = ExporterProcess.start(Path.of("").toAbsolutePath(), everything, "--demo")
                .awaitServing()) {
            ExpositionPage page = ExpositionParser.parse(
                    ExpositionFormat.TEXT_0_0_4, program.get("/metrics").body());
            page.families().forEach(family -> family.samples()
                    .forEach(sample -> KNOWN.computeIfAbsent(sample.name(), name -> new TreeSet<>())
                            .addAll(sample.labels().keySet())));
            program.getManagement("/metrics").body().lines().forEach(line -> Query.of(line.split(" ")[0])
                    .metrics()
                    .forEach((name, labels) -> KNOWN.computeIfAbsent(name, metric -> new TreeSet<>())
                            .addAll(labels)));
        }
        KNOWN.put("up", new TreeSet<>());
        KNOWN.values().forEach(labels -> labels.addAll(OF_THE_TARGET));
    }

    @Test
    void thePageHasEveryFamilyOfTheCatalogueThatQueriesUse() {
        assertThat(KNOWN.keySet())
                .contains(
                        Catalogue.CONTAINER_CPU_REQUEST.metricName(),
                        Catalogue.NODE_CPU_ALLOCATABLE.metricName(),
                        "metrics_server_prom_config_last_reload_successful");
    }

    @Test
    void everyRuleAsksForWhatIsThere() throws Exception {
        for (String file : List.of(
                "recording-rules.yaml",
                "original-names-rules.yaml",
                "alert-rules.yaml",
                "migration/olxbr-rules.yaml",
                "migration/mercury200hg-rules.yaml",
                "migration/mrnim94-rules.yaml",
                "migration/mrnim94-owner-rules.yaml")) {
            JsonNode groups = Manifests.parse(Files.readString(PROMETHEUS.resolve(file)))
                    .objects()
                    .get(0)
                    .path("groups");
            for (JsonNode group : groups) {
                for (JsonNode rule : group.path("rules")) {
                    Query query = Query.of(rule.path("expr").asText());
                    check(query);
                    if (rule.has("record")) {
                        Set<String> labels = new TreeSet<>(query.groupings());
                        labels.addAll(OF_THE_TARGET);
                        KNOWN.merge(rule.path("record").asText(), labels, (old, more) -> {
                            old.addAll(more);
                            return old;
                        });
                    }
                }
            }
        }
    }

    @Test
    void everyPanelAsksForWhatIsThere() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            panel.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText()));
        }
        for (JsonNode variable : dashboard.at("/templating/list")) {
            if (variable.path("type").asText().equals("query")) {
                String query = variable.path("definition").asText();
                assertThat(query).matches("label_values\\(.*, [a-z]+\\)");
                int comma = query.lastIndexOf(',');
                expressions.add("sum by (" + query.substring(comma + 2) + " ("
                        + query.substring("label_values(".length(), comma) + ")");
            }
        }
        assertThat(expressions).hasSizeGreaterThan(25);
        expressions.forEach(expression -> check(Query.of(expression)));
    }

    @Test
    void panelsHaveTheirOwnPlaceAndNumber() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        Set<Integer> numbers = new TreeSet<>();
        Set<String> cells = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(numbers.add(panel.path("id").asInt()))
                    .as("id of " + panel.path("title"))
                    .isTrue();
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    int column = place.path("x").asInt() + x;
                    assertThat(column).isLessThan(24);
                    assertThat(cells.add(column + "," + (place.path("y").asInt() + y)))
                            .as("place of " + panel.path("title"))
                            .isTrue();
                }
            }
        }
    }

    private static void check(Query query) {
        assertThat(query.metrics()).as(query.text()).isNotEmpty();
        Set<String> labels = new TreeSet<>();
        query.metrics().forEach((name, selected) -> {
            assertThat(KNOWN).as(query.text()).containsKey(name);
            assertThat(KNOWN.get(name))
                    .as("labels of %s in %s", name, query.text())
                    .containsAll(selected);
            labels.addAll(KNOWN.get(name));
        });
        Matcher made = MADE_LABEL.matcher(query.text());
        while (made.find()) {
            labels.add(made.group(1));
        }
        assertThat(labels).as("groupings of %s", query.text()).containsAll(query.groupings());
    }
}
