// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules and scrape configurations, judged by Prometheus' own tool where it is installed. */
class PrometheusFilesTest {

    private static final Path PROMETHEUS = Manifests.DEPLOY.resolve("prometheus");

    @TempDir
    private Path folder;

    /** Runs promtool in the folder of the rules; the test is left out where there is none. */
    static void promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(Arrays.asList(arguments));
        Process promtool;
        try {
            promtool = new ProcessBuilder(command)
                    .directory(PROMETHEUS.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            abort("needs promtool");
            return;
        }
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(output).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules-test.yaml",
                "migration/olxbr-test.yaml",
                "migration/mercury200hg-test.yaml",
                "migration/mrnim94-test.yaml",
                "migration/mrnim94-owner-test.yaml"
            })
    void theRulesDoWhatTheirUnitTestsSay(String tests) throws Exception {
        promtool("test", "rules", tests);
    }

    @Test
    void theRulesAreValid() throws Exception {
        List<String> command = new ArrayList<>(
                List.of("check", "rules", "recording-rules.yaml", "original-names-rules.yaml", "alert-rules.yaml"));
        migrations().forEach(file -> command.add(PROMETHEUS.relativize(file).toString()));
        promtool(command.toArray(String[]::new));
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(PROMETHEUS.resolve("migration"))) {
            return files.filter(file -> file.toString().endsWith("-rules.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyRecordedNameOfAnotherExporterIsInTheMigrationPageAndHasAUnitTest() throws Exception {
        String page = Files.readString(Path.of("src/docs/MIGRATION.md"));
        assertThat(migrations()).hasSize(4);
        for (Path file : migrations()) {
            assertThat(page).contains("migration/" + file.getFileName());
            String tests = Files.readString(Path.of(file.toString().replace("-rules.yaml", "-test.yaml")));
            for (JsonNode rule : Manifests.parseAny(Files.readString(file)).at("/groups/0/rules")) {
                String name = rule.path("record").asText();
                assertThat(page).as(file.toString()).contains("`" + name);
                assertThat(tests).as(file.toString()).contains("- expr: " + name + "\n");
            }
        }
    }

    /** The Kubernetes discovery is not among them: Debian builds Prometheus without it. */
    @ParameterizedTest
    @ValueSource(strings = {"prometheus-static.yaml", "prometheus-clusters.yaml"})
    void theScrapeConfigurationsAreValid(String file) throws Exception {
        promtool("check", "config", "--syntax-only", file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus-static.yaml", "prometheus-clusters.yaml", "prometheus-kubernetes.yaml"})
    void theLabelsOfThePageAreHonoured(String file) throws Exception {
        JsonNode page = Manifests.parse(Files.readString(PROMETHEUS.resolve(file)))
                .objects()
                .get(0)
                .at("/scrape_configs/0");

        assertThat(page.path("job_name").asText()).isEqualTo("metrics-server-prom");
        assertThat(page.path("honor_labels").asBoolean()).isTrue();
    }

    @Test
    void theRelabellingOfTheMigrationPageIsValid() throws Exception {
        String page = Files.readString(Path.of("src/docs/MIGRATION.md"));
        int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
        String job = "scrape_configs:\n  - job_name: metrics-server-prom\n"
                + page.substring(begin, page.indexOf("```", begin)).indent(4);

        promtool(
                "check",
                "config",
                "--syntax-only",
                Files.writeString(folder.resolve("prometheus.yaml"), job)
                        .toAbsolutePath()
                        .toString());
    }

    @Test
    void everyAlertHasSeverityAndText() throws Exception {
        JsonNode groups = Manifests.parse(Files.readString(PROMETHEUS.resolve("alert-rules.yaml")))
                .objects()
                .get(0)
                .path("groups");
        String tests = Files.readString(PROMETHEUS.resolve("rules-test.yaml"));
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
                assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
                assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
                assertThat(tests)
                        .as("a unit test")
                        .contains("alertname: " + rule.path("alert").asText());
            }
        }
    }
}
