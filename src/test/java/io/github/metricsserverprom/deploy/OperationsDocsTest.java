// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.metricsserverprom.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OPERATIONS.md, held to what the program says and has. */
class OperationsDocsTest {

    private static final Path DOCUMENT = Path.of("src/docs/OPERATIONS.md");

    /** The first cell of a row in the chapter on troubleshooting, where it is a message. */
    private static final Pattern MESSAGE = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern SETTING = Pattern.compile("\\b(exporter|camel\\.server|camel\\.management)\\.[a-z-]+");
    private static final Pattern METRIC = Pattern.compile("\\b(metrics_server_prom|kube_metrics_server)_[a-z_]+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");

    private static String document;

    /** All sources of the program; texts that are put together of several lines are one. */
    private static String sources;

    @BeforeAll
    static void read() throws IOException {
        document = Files.readString(DOCUMENT);
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                all.append(Files.readString(file));
            }
        }
        sources = all.toString().replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
    }

    private static List<String> found(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(result -> text(result, group))
                .toList();
    }

    private static String text(MatchResult result, int group) {
        return result.group(group);
    }

    @Test
    void theProgramSaysTheMessages() {
        String troubleshooting = document.substring(document.indexOf("\n## Troubleshooting"));
        List<String> messages = found(MESSAGE, troubleshooting, 1);
        assertThat(messages).hasSizeGreaterThan(25);
        for (String message : messages) {
            List<String> parts = Arrays.stream(message.split("\\.\\.\\."))
                    .filter(part -> part.strip().length() > 2)
                    .toList();
            assertThat(parts).as(message).isNotEmpty();
            assertThat(parts).as(message).allMatch(part -> sources.contains(part));
        }
    }

    @Test
    void theSettingsExist() {
        List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
        List<String> named = new ArrayList<>();
        found(CODE, document, 1).forEach(code -> named.addAll(found(SETTING, code, 0)));

        assertThat(named).hasSizeGreaterThan(15);
        assertThat(known).containsAll(named);
    }

    @Test
    void theMetricsExist() throws IOException {
        String reference = Files.readString(Path.of("src/docs/METRICS.md"));
        List<String> named = new ArrayList<>();
        found(CODE, document, 1).forEach(code -> named.addAll(found(METRIC, code, 0)));
        named.removeIf(name -> name.endsWith("_"));

        assertThat(named)
                .hasSizeGreaterThan(10)
                .allMatch(name -> reference.contains(name)
                        // Micrometer appends the last word to an info.
                        || sources.contains('"' + name.replaceAll("_info$", ""))
                        || sources.contains('"' + name.replace("metrics_server_prom_", ""))
                        // The meters of watches have a name for each of their properties.
                        || sources.contains('"' + name.replace("metrics_server_prom_pods_watch_", "")));
    }

    @Test
    void everyAlertIsExplained() throws IOException {
        TreeSet<String> alerts = new TreeSet<>();
        for (JsonNode group : Manifests.parseAny(
                        Files.readString(Manifests.DEPLOY.resolve("prometheus/alert-rules.yaml")))
                .path("groups")) {
            group.path("rules").forEach(rule -> alerts.add(rule.path("alert").asText()));
        }

        assertThat(found(
                        Pattern.compile("^\\| `((?:MetricsServer|Kubernetes)[A-Za-z]+)`", Pattern.MULTILINE),
                        document,
                        1))
                .containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void theLinksLeadSomewhere() {
        assertThat(found(LINK, document, 1)).isNotEmpty().allSatisfy(link -> assertThat(DOCUMENT.resolveSibling(link))
                .exists());
    }

    @Test
    void thePageOnTheArchitectureHasEveryPackageAndRouteOfTheScrape() throws IOException {
        String architecture = Files.readString(Path.of("src/docs/ARCHITECTURE.md"));
        try (Stream<Path> packages = Files.list(Path.of("src/main/java/io/github/metricsserverprom"))) {
            assertThat(packages.filter(Files::isDirectory))
                    .isNotEmpty()
                    .allMatch(name -> architecture.contains("`" + name.getFileName() + "`"));
        }
        Matcher step =
                Pattern.compile("to: direct:([a-z-]+)").matcher(Files.readString(Path.of("routes/cluster.camel.yaml")));
        int steps = 0;
        while (step.find()) {
            assertThat(architecture).contains("[\"" + step.group(1) + "\"]");
            steps++;
        }
        assertThat(steps).isEqualTo(4);
    }
}
