// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered by Helm itself. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the pom has Helm for this system only")
class HelmChartTest {

    private static final String EVERYTHING = "serviceMonitor: {enabled: true, labels: {release: prometheus}}\n"
            + "podMonitor: {enabled: true}\n"
            + "prometheusRule: {enabled: true}\n"
            + "dashboard: {enabled: true}\n"
            + "kubeconfigSecret: other-cluster\n"
            + "replicas: 2\n"
            + "podLabels: {team: a}\n"
            + "tolerations: [{key: x, operator: Exists}]\n"
            + "env: [{name: KUBE_CONTEXT, value: a}]\n";

    private static final String TLS = "web:\n  tlsSecret: exporter-tls\n";

    @TempDir
    private Path folder;

    private Manifests render(String values) {
        return Chart.render(folder, "metrics-server-prom", values);
    }

    @Test
    void lintFindsNothing() {
        LintResult result = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                EVERYTHING,
                "rbac: {namespaced: true}",
                "rbac: {namespaced: true}\nproperties: {exporter.auth: kubernetes}",
                EVERYTHING + TLS + "  config: {rate_limit: {interval: 100ms, burst: 20}}\n",
                EVERYTHING + TLS + "  clientCertificates: true\n",
                "web: {configSecret: mine}"
            })
    void everyVariantKeepsThePolicy(String values) throws IOException {
        Policy.check(render(values));
    }

    @Test
    void theDefaultsAreThePlainManifests() throws Exception {
        Manifests plain = Kustomization.render(Manifests.DEPLOY.resolve("kubernetes/base"));

        assertThat(essentials(render(""))).isEqualTo(essentials(plain));
    }

    /** What both ways must agree on; labels by which Helm marks its objects are its own. */
    private static Map<String, Object> essentials(Manifests manifests) {
        JsonNode pod = manifests.one("Deployment").at("/spec/template/spec");
        JsonNode container = manifests.container();
        Map<String, Object> essentials = new TreeMap<>();
        for (String field : List.of(
                "ports",
                "livenessProbe",
                "readinessProbe",
                "startupProbe",
                "resources",
                "securityContext",
                "volumeMounts")) {
            essentials.put(field, container.path(field));
        }
        essentials.put("image", container.path("image"));
        for (String field : List.of(
                "securityContext", "volumes", "terminationGracePeriodSeconds", "automountServiceAccountToken")) {
            essentials.put("pod." + field, pod.path(field));
        }
        essentials.put("rights", Policy.rights(manifests));
        essentials.put("service ports", manifests.one("Service").at("/spec/ports"));
        essentials.put("ingress", manifests.one("NetworkPolicy").at("/spec/ingress"));
        essentials.put("egress", manifests.one("NetworkPolicy").at("/spec/egress"));
        essentials.put("budget", manifests.one("PodDisruptionBudget").at("/spec/maxUnavailable"));
        essentials.put("routes", manifests.configMap("-routes"));
        essentials.put("properties", properties(manifests));
        return essentials;
    }

    private static List<String> properties(Manifests manifests) {
        return manifests
                .configMap("-config")
                .path("application.properties")
                .asText()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .sorted()
                .toList();
    }

    @Test
    void routesOfTheValuesAddReplaceAndDrop() throws IOException {
        Manifests manifests = render("routes:\n"
                + "  team-a.camel.yaml: |\n    - route:\n        id: team-a\n"
                + "  landing-page.camel.yaml: \"\"\n"
                + "  nodes.camel.yaml: \"- mine\"\n");

        Map<String, String> expected = new TreeMap<>(ShippedRoutes.read());
        expected.put("team-a.camel.yaml", "- route:\n    id: team-a\n");
        expected.remove("landing-page.camel.yaml");
        expected.put("nodes.camel.yaml", "- mine");
        Map<String, String> found = new TreeMap<>();
        manifests
                .configMap("-routes")
                .properties()
                .forEach(file -> found.put(file.getKey(), file.getValue().asText()));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theNamespacedVariantReadsTheNamespaceOfTheRelease() throws IOException {
        Manifests manifests = render("rbac: {namespaced: true}");

        assertThat(properties(manifests)).contains("exporter.namespaces=metrics-server-prom");
        assertThat(manifests.has("ClusterRole")).isFalse();
        assertThat(manifests.one("Role").at("/metadata/namespace").asText()).isEqualTo("metrics-server-prom");
        assertThat(Policy.rights(manifests))
                .containsOnly(entry("/pods", "list,watch"), entry("metrics.k8s.io/pods", "list"));
    }

    @Test
    void theNamespacedVariantHasARoleInEachNamespaceThatIsRead() throws IOException {
        Manifests manifests =
                render("rbac: {namespaced: true}\nproperties: {exporter.namespaces: \"team-a, team-b\"}\n");

        Policy.check(manifests);
        assertThat(properties(manifests)).contains("exporter.namespaces=team-a, team-b");
        for (String kind : List.of("Role", "RoleBinding")) {
            assertThat(manifests.all(kind))
                    .extracting(object -> object.at("/metadata/namespace").asText())
                    .containsExactly("team-a", "team-b");
        }
        assertThat(manifests.all("RoleBinding"))
                .extracting(object -> object.at("/subjects/0/namespace").asText())
                .containsOnly("metrics-server-prom");
    }

    @Test
    void namespacesAloneNeedNoRightToNodes() throws IOException {
        assertThat(Policy.rights(render("properties: {exporter.namespaces: team-a, exporter.nodes: list}")))
                .containsOnly(entry("/pods", "list,watch"), entry("metrics.k8s.io/pods", "list"));
    }

    @Test
    void nodeFactsBringTheRightToListNodes() throws IOException {
        assertThat(Policy.rights(render("properties: {exporter.nodes: list}"))).contains(entry("/nodes", "list"));
        assertThat(Policy.rights(render("properties: {exporter.pods: \"off\"}")))
                .doesNotContainKey("/pods");
    }

    @Test
    void propertiesKeepTheDefaultsBesidesThem() throws IOException {
        assertThat(properties(render("properties: {exporter.page-size: 1000, exporter.container-resources: true}")))
                .containsExactly(
                        "camel.management.host=0.0.0.0",
                        "exporter.container-resources=true",
                        "exporter.page-size=1000");
    }

    @Test
    void everythingAtOnceIsThere() throws IOException {
        Manifests manifests = Chart.render(folder, "monitoring", EVERYTHING);

        assertThat(manifests.one("Deployment").at("/metadata/name").asText())
                .isEqualTo("monitoring-metrics-server-prom");
        assertThat(manifests
                        .one("ServiceMonitor")
                        .at("/metadata/labels/release")
                        .asText())
                .isEqualTo("prometheus");
        assertThat(manifests.one("PrometheusRule").at("/spec/groups").size()).isGreaterThan(1);
        assertThat(manifests
                        .configMap("-dashboard")
                        .path("metrics-server-prom.json")
                        .asText())
                .isEqualTo(Files.readString(Manifests.DEPLOY.resolve("grafana/metrics-server-prom.json")));
        assertThat(manifests.container().at("/env/0/value").asText()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "replica: 2, replica",
        "web: {tls: true}, tls",
        "web: {config: {users: {}}}, users",
        "web: {config: {basic_auth_users: {a: secret}}}, basic_auth_users",
        "image: {pullPolicy: Sometimes}, pullPolicy",
        "service: {port: 0}, port",
        "routes: {team-a.yaml: x}, team-a.yaml",
        "serviceMonitor: {interval: often}, interval",
    })
    void theSchemaRefusesMistakes(String values, String named) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining(named);
    }

    @Test
    void theExamplesOfTheReadmeRender() throws IOException {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Chart.FOLDER.resolve("README.md")));
        int examples = 0;
        while (example.find()) {
            Policy.check(render(example.group(1)));
            examples++;
        }
        assertThat(examples).isEqualTo(4);
    }

    @Test
    void aRecipeIsARouteFromAFile() throws IOException {
        Path recipe = Path.of("src/docs/recipes/team-endpoint.camel.yaml");

        Manifests manifests = Manifests.parse(new Helm(Chart.FOLDER)
                .template()
                .withKubeVersion("1.30.0")
                .setFile("routes.team-endpoint\\.camel\\.yaml", recipe)
                .call());

        assertThat(manifests
                        .configMap("-routes")
                        .path("team-endpoint.camel.yaml")
                        .asText())
                .isEqualTo(Files.readString(recipe));
    }

    @Test
    void theVersionIsThatOfTheProgram() throws IOException {
        Manifests chart = Manifests.parse(Files.readString(Chart.FOLDER.resolve("Chart.yaml")));

        assertThat(chart.objects().get(0).path("appVersion").asText()).isEqualTo(Project.version());
    }
}
