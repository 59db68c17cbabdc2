// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Files of {@code src/deploy} that are made of others, because kustomize and Helm only read what lies in their own
 * folders. {@code mvn test -Dtest=GeneratedFilesTest -Ddeploy.update=true} writes them anew.
 */
class GeneratedFilesTest {

    private static final String MADE = "# Made of routes/ by GeneratedFilesTest; edit there.\n";
    private static final String METADATA = "metadata:\n  name: %s\n  namespace: metrics-server-prom\n  labels:\n"
            + "    app.kubernetes.io/name: metrics-server-prom\n";
    private static final Path CHART = Manifests.DEPLOY.resolve("helm/metrics-server-prom/files");

    @Test
    void theyAreWhatTheirSourcesSay() throws IOException {
        Map<Path, String> expected = expected();
        if (Boolean.getBoolean("deploy.update")) {
            for (Map.Entry<Path, String> file : expected.entrySet()) {
                Files.createDirectories(file.getKey().getParent());
                Files.writeString(file.getKey(), file.getValue());
            }
        }
        expected.forEach((file, text) ->
                assertThat(file).as("see the comment of this test").content().isEqualTo(text));
    }

    @Test
    void theChartHasNoFilesBesides() throws IOException {
        Set<Path> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(CHART)) {
            files.filter(Files::isRegularFile).forEach(found::add);
        }
        assertThat(expected().keySet()).containsAll(found);
    }

    private static Map<Path, String> expected() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        Path kubernetes = Manifests.DEPLOY.resolve("kubernetes");
        files.put(kubernetes.resolve("base/routes.yaml"), ShippedRoutes.configMap(MADE, ShippedRoutes.read()));
        files.put(Manifests.DEPLOY.resolve("camel-k/routes.yaml"), ShippedRoutes.configMap(MADE, ShippedRoutes.read()));
        ShippedRoutes.read()
                .forEach((name, text) -> files.put(CHART.resolve("routes").resolve(name), text));
        for (String name : new String[] {
            "prometheus/recording-rules.yaml", "prometheus/alert-rules.yaml", "grafana/metrics-server-prom.json"
        }) {
            Path source = Manifests.DEPLOY.resolve(name);
            files.put(CHART.resolve(source.getFileName()), Files.readString(source));
        }
        Path components = kubernetes.resolve("components");
        files.put(components.resolve("prometheus-rules/prometheus-rule.yaml"), prometheusRule());
        files.put(
                components.resolve("grafana-dashboard/dashboard.yaml"),
                dashboard(Files.readString(Manifests.DEPLOY.resolve("grafana/metrics-server-prom.json"))));
        return files;
    }

    private static String prometheusRule() throws IOException {
        StringBuilder rule = new StringBuilder("# Made of src/deploy/prometheus by GeneratedFilesTest; edit there.\n")
                .append("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n")
                .append(METADATA.formatted("metrics-server-prom"))
                .append("spec:\n  groups:\n");
        for (String name : new String[] {"recording-rules.yaml", "alert-rules.yaml"}) {
            String text =
                    Files.readString(Manifests.DEPLOY.resolve("prometheus").resolve(name));
            indent(text.substring(text.indexOf("groups:\n") + "groups:\n".length()), "  ", rule);
        }
        return rule.toString();
    }

    private static String dashboard(String json) {
        StringBuilder map = new StringBuilder("# Made of src/deploy/grafana by GeneratedFilesTest; edit there.\n")
                .append("apiVersion: v1\nkind: ConfigMap\n")
                .append(METADATA.formatted("metrics-server-prom-dashboard"))
                .append("    grafana_dashboard: \"1\"\n")
                .append("data:\n  metrics-server-prom.json: |\n");
        indent(json, "    ", map);
        return map.toString();
    }

    private static void indent(String text, String indentation, StringBuilder result) {
        text.lines().forEach(line -> result.append(line.isEmpty() ? "" : indentation)
                .append(line)
                .append('\n'));
    }
}
