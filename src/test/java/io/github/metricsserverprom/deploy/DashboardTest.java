// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of the dashboard; {@link QueriesIT} holds its queries to the pages of the program. */
class DashboardTest {

    private static final String DATA_SOURCE = "{\"type\":\"prometheus\",\"uid\":\"${datasource}\"}";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)}?");

    private static JsonNode dashboard;
    private static List<JsonNode> panels;

    @TempDir
    private Path folder;

    @BeforeAll
    static void read() throws IOException {
        dashboard = new ObjectMapper()
                .readTree(Manifests.DEPLOY
                        .resolve("grafana/metrics-server-prom.json")
                        .toFile());
        panels = new ArrayList<>();
        dashboard.path("panels").forEach(panel -> {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(panel);
            }
        });
        assertThat(panels).hasSizeGreaterThan(20);
    }

    @Test
    void everyPanelSaysWhatItShowsAndInWhichUnit() {
        assertThat(panels).allSatisfy(panel -> {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            assertThat(panel.path("description").asText())
                    .as("description of " + title)
                    .isNotBlank();
            assertThat(panel.path("type").asText()).as("type of " + title).isIn("stat", "timeseries", "table");
            if (!panel.path("type").asText().equals("table")) {
                assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                        .as("unit of " + title)
                        .isIn("none", "bytes", "s", "percentunit");
            }
        });
    }

    @Test
    void bytesAndSecondsAreShownAsSuch() {
        assertThat(panels).allSatisfy(panel -> {
            String unit = panel.at("/fieldConfig/defaults/unit").asText();
            String query = panel.at("/targets/0/expr").asText();
            if (query.contains("_bytes")) {
                assertThat(unit).as(panel.path("title").asText()).isEqualTo("bytes");
            }
            if (query.contains("duration_seconds")) {
                assertThat(unit).as(panel.path("title").asText()).isEqualTo("s");
            }
        });
    }

    @Test
    void theDataSourceIsChosenByTheViewer() {
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        for (JsonNode panel : panels) {
            assertThat(panel.path("datasource").toString()).isEqualTo(DATA_SOURCE);
            Set<String> letters = new TreeSet<>();
            for (JsonNode target : panel.path("targets")) {
                assertThat(target.path("datasource").toString()).isEqualTo(DATA_SOURCE);
                assertThat(letters.add(target.path("refId").asText()))
                        .as("refId in " + panel.path("title"))
                        .isTrue();
            }
            assertThat(letters).as(panel.path("title").asText()).isNotEmpty();
        }
    }

    @Test
    void everyVariableIsDefined() {
        Set<String> defined = new TreeSet<>();
        dashboard
                .at("/templating/list")
                .forEach(variable -> defined.add(variable.path("name").asText()));
        Set<String> used = new TreeSet<>();
        Matcher variable = VARIABLE.matcher(dashboard.toString().replaceAll("\\$__[a-z_]+", ""));
        while (variable.find()) {
            used.add(variable.group(1));
        }

        assertThat(used).isEqualTo(defined);
    }

    @Test
    void theQueriesAreValid() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        int number = 0;
        for (JsonNode panel : panels) {
            for (JsonNode target : panel.path("targets")) {
                rules.append("      - record: query")
                        .append(number++)
                        .append("\n        expr: |-\n          ")
                        .append(target.path("expr")
                                .asText()
                                .replaceAll("\\$__[a-z_]+", "1m")
                                .replaceAll(VARIABLE.pattern(), "x")
                                .replace("\n", "\n          "))
                        .append('\n');
            }
        }
        assertThat(number).isGreaterThan(25);

        PrometheusFilesTest.promtool(
                "check",
                "rules",
                Files.writeString(folder.resolve("dashboard.yaml"), rules)
                        .toAbsolutePath()
                        .toString());
    }
}
