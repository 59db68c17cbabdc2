// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain manifests, as kubectl would apply them. */
class KubernetesManifestsTest {

    private static final Path KUBERNETES = Manifests.DEPLOY.resolve("kubernetes");

    @TempDir
    private Path folder;

    /** The base with components, in a folder beside it, since kustomize takes no absolute paths. */
    private Path withComponents(String base, String... components) throws IOException {
        Path root = Files.createTempDirectory(folder.toRealPath(), base);
        StringBuilder text = new StringBuilder("resources: [")
                .append(root.relativize(KUBERNETES.resolve(base).toRealPath()))
                .append("]\ncomponents:\n");
        for (String component : components) {
            text.append("  - ")
                    .append(root.relativize(
                            KUBERNETES.resolve("components").resolve(component).toRealPath()))
                    .append('\n');
        }
        Files.writeString(root.resolve("kustomization.yaml"), text);
        return root;
    }

    @Test
    void theBaseKeepsThePolicy() throws Exception {
        Manifests base = Kustomization.render(KUBERNETES.resolve("base"));

        Policy.check(base);
        assertThat(Policy.rights(base))
                .containsExactly(
                        entry("/pods", "list,watch"),
                        entry("metrics.k8s.io/nodes", "list"),
                        entry("metrics.k8s.io/pods", "list"));
        assertThat(base.one("Namespace")
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText())
                .isEqualTo("restricted");
    }

    @Test
    void theNamespacedVariantHasNoRightsBeyondItsNamespace() throws Exception {
        Manifests variant = Kustomization.render(KUBERNETES.resolve("namespaced"));

        Policy.check(variant);
        assertThat(variant.has("ClusterRole") || variant.has("ClusterRoleBinding"))
                .isFalse();
        assertThat(Policy.rights(variant)).containsOnlyKeys("/pods", "metrics.k8s.io/pods");
        assertThat(variant.container().at("/env/0/name").asText()).isEqualTo(Setting.NAMESPACES.environment());
        assertThat(variant.container().at("/env/0/valueFrom/fieldRef/fieldPath").asText())
                .isEqualTo("metadata.namespace");
    }

    @Test
    void theComponentsAddMonitorsAndTheRightToNodes() throws Exception {
        Manifests all = Kustomization.render(withComponents("base", "prometheus-operator", "node-facts"));

        Policy.check(all);
        assertThat(all.has("ServiceMonitor") && all.has("PodMonitor")).isTrue();
        assertThat(Policy.rights(all)).contains(entry("/nodes", "list"));
        JsonNode variables = all.container().path("env");
        assertThat(variables.get(0).path("name").asText()).isEqualTo("EXPORTER_NODES");
    }

    /** Kustomizations with their components; the last is that of Camel K. */
    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(KUBERNETES.resolve("base"), KUBERNETES.resolve("namespaced")));
        for (String variant : List.of(
                "base, prometheus-operator",
                "base, node-facts",
                "base, prometheus-rules, grafana-dashboard",
                "base, tls",
                "base, kubernetes-auth",
                "base, prometheus-operator, tls, client-certificates",
                "base, prometheus-operator, kubernetes-auth, node-facts, tls",
                "namespaced, prometheus-operator, kubernetes-auth")) {
            List<String> names = List.of(variant.split(", "));
            folders.add(
                    withComponents(names.get(0), names.subList(1, names.size()).toArray(String[]::new)));
        }
        return folders;
    }

    @Test
    void everyVariantKeepsThePolicy() throws Exception {
        Set<String> used = new TreeSet<>();
        for (Path variant : folders()) {
            Policy.check(Kustomization.render(variant));
            Manifests.parse(Files.readString(variant.resolve("kustomization.yaml")))
                    .objects()
                    .get(0)
                    .path("components")
                    .forEach(component ->
                            used.add(Path.of(component.asText()).getFileName().toString()));
        }

        try (Stream<Path> components = Files.list(KUBERNETES.resolve("components"))) {
            assertThat(used)
                    .containsExactlyInAnyOrderElementsOf(components
                            .map(component -> component.getFileName().toString())
                            .toList());
        }
    }

    @Test
    void kubectlRendersTheSame() throws Exception {
        List<Path> all = new ArrayList<>(folders());
        all.add(Manifests.DEPLOY.resolve("camel-k"));
        for (Path variant : all) {
            Optional<Manifests> kubectl = Manifests.kustomize(variant);
            assumeTrue(kubectl.isPresent(), "needs kubectl with kustomize 4 or later");

            assertSame(Kustomization.render(variant), kubectl.get(), variant);
        }
    }

    private static void assertSame(Manifests found, Manifests kubectl, Path folder) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode object : found.objects()) {
            objects.add(withoutEmptyLines(object));
        }
        assertThat(objects).hasSameSizeAs(kubectl.objects());
        for (JsonNode object : kubectl.objects()) {
            assertThat(objects.contains(withoutEmptyLines(object)))
                    .as("%s in %s", object, folder)
                    .isTrue();
        }
    }

    /** kubectl adds empty lines to some folded texts, where they mean nothing. */
    private static JsonNode withoutEmptyLines(JsonNode object) throws IOException {
        return Manifests.parseAny(object.toString().replace("\\n\\n", "\\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, /spec/template/spec, nodeSelektor, {}",
        "Deployment, /spec, replicas, '\"1\"'",
        "Service, /spec/ports/0, prot, 9100",
        "NetworkPolicy, /spec/ingress/1/from/0, podselector, {}",
        "ConfigMap, '', dta, {}",
        "ClusterRole, '', apiVersion, '\"rbac.authorization.k8s.io/v1beta1\"'",
        "PodDisruptionBudget, /spec, maxUnavailable, '[1]'",
        "Deployment, /spec, selector, 'null'",
        "Deployment, /spec/template/spec/containers/0, image, 'null'",
        "Service, /spec/ports/1, port, 'null'",
        "ClusterRoleBinding, /roleRef, apiGroup, 'null'",
        "ServiceAccount, /metadata, name, '\"a b\"'"
    })
    void aMistakeIsFound(String kind, String place, String field, String value) throws Exception {
        JsonNode object =
                Kustomization.render(KUBERNETES.resolve("base")).all(kind).get(0);
        ((ObjectNode) object.at(place)).set(field, Manifests.parseAny(value));

        assertThatThrownBy(() -> Schemas.check(List.of(object))).isInstanceOf(AssertionError.class);
    }

    /** Each is a valid object that must not be shipped. */
    @ParameterizedTest
    @CsvSource({
        "ClusterRole, /rules/0, verbs, '[\"*\"]'",
        "ClusterRole, /rules/0, verbs, '[\"list\", \"delete\"]'",
        "ClusterRole, /rules/0, resources, '[\"*\"]'",
        "ClusterRole, /rules/0, apiGroups, '[\"*\"]'",
        "ClusterRole, /rules/1, resources, '[\"secrets\"]'",
        "ClusterRoleBinding, /subjects/0, name, '\"default\"'",
        "ClusterRoleBinding, /roleRef, name, '\"cluster-admin\"'",
        "ServiceAccount, '', automountServiceAccountToken, 'true'",
        "Deployment, /spec/template/spec, hostNetwork, 'true'",
        "Deployment, /spec/template/spec, initContainers, '[{\"name\": \"a\", \"image\": \"b\"}]'",
        "Deployment, /spec/template/spec/securityContext, runAsNonRoot, 'false'",
        "Deployment, /spec/template/spec/securityContext, runAsUser, '0'",
        "Deployment, /spec/template/spec/securityContext, seccompProfile, '{\"type\": \"Unconfined\"}'",
        "Deployment, /spec/template/spec/containers/0/securityContext, allowPrivilegeEscalation, 'true'",
        "Deployment, /spec/template/spec/containers/0/securityContext, privileged, 'true'",
        "Deployment, /spec/template/spec/containers/0/securityContext, readOnlyRootFilesystem, 'false'",
        "Deployment, /spec/template/spec/containers/0/securityContext/capabilities, add, '[\"NET_ADMIN\"]'",
        "Deployment, /spec/template/spec/containers/0/securityContext/capabilities, drop, '[\"NET_RAW\"]'",
        "Deployment, /spec/template/spec/containers/0/ports/0, hostPort, '9100'",
        "Deployment, /spec/template/spec/containers/0/resources, limits, '{}'",
        "Deployment, /spec/template/spec/containers/0/volumeMounts/0, subPath, '\"metrics.camel.yaml\"'",
        "Deployment, /spec/template/spec/containers/0/livenessProbe/httpGet, path, '\"/metrics\"'",
        "Deployment, /spec/template/spec/containers/0/livenessProbe, tcpSocket, '{\"port\": \"http\"}'",
        "Deployment, /spec/template/spec/volumes/2, hostPath, '{\"path\": \"/\"}'",
        "Service, /spec/selector, app.kubernetes.io/name, '\"other\"'",
        "Service, /spec/ports/0, targetPort, '\"web\"'",
        "NetworkPolicy, /spec/podSelector, matchLabels, '{}'"
    })
    void aBreachIsFound(String kind, String place, String field, String value) throws Exception {
        Manifests base = Kustomization.render(KUBERNETES.resolve("base"));
        ((ObjectNode) base.one(kind).at(place)).set(field, Manifests.parseAny(value));

        assertThatCode(() -> Schemas.check(base.objects())).doesNotThrowAnyException();
        assertThatThrownBy(() -> Policy.check(base)).isInstanceOf(AssertionError.class);
    }

    @Test
    void theComponentForBearerTokensAddsTheReviewsAndARoleForPrometheus() throws Exception {
        Manifests all = Kustomization.render(withComponents("namespaced", "prometheus-operator", "kubernetes-auth"));

        assertThat(Policy.rights(all))
                .containsOnly(
                        entry("/pods", "list,watch"),
                        entry("metrics.k8s.io/pods", "list"),
                        entry("authentication.k8s.io/tokenreviews", "create"),
                        entry("authorization.k8s.io/subjectaccessreviews", "create"),
                        entry("path /metrics", "get"));
        assertThat(variables(all)).containsExactlyInAnyOrder("EXPORTER_AUTH", "EXPORTER_NAMESPACES");
        assertThat(all.one("ServiceMonitor").at("/spec/endpoints/0").has("bearerTokenFile"))
                .isTrue();
    }

    @Test
    void theComponentForTlsChangesProbesAndMonitors() throws Exception {
        Manifests all = Kustomization.render(withComponents("base", "prometheus-operator", "tls"));

        assertThat(variables(all)).containsExactly(Setting.WEB_CONFIG_FILE.environment());
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            assertThat(all.container().path(probe).at("/httpGet/scheme").asText())
                    .isEqualTo("HTTPS");
        }
        assertThat(List.of(
                        all.one("ServiceMonitor").at("/spec/endpoints/0"),
                        all.one("PodMonitor").at("/spec/podMetricsEndpoints/0")))
                .allSatisfy(endpoint -> {
                    assertThat(endpoint.path("scheme").asText()).isEqualTo("https");
                    assertThat(endpoint.at("/tlsConfig/serverName").asText())
                            .isEqualTo(all.one("Service").at("/metadata/name").asText() + "."
                                    + all.one("Service")
                                            .at("/metadata/namespace")
                                            .asText() + ".svc");
                });
    }

    @Test
    void theOverlayOfTheReadmeIsValid() throws Exception {
        String readme = Files.readString(Manifests.DEPLOY.resolve("README.md"));
        int begin = readme.indexOf("```yaml\n") + "```yaml\n".length();
        Path root = Files.createTempDirectory(folder.toRealPath(), "overlay");
        Files.writeString(
                root.resolve("kustomization.yaml"),
                readme.substring(begin, readme.indexOf("```", begin))
                        .replace(
                                "../src/deploy",
                                root.relativize(Manifests.DEPLOY.toRealPath()).toString()));

        Manifests overlay = Kustomization.render(root);

        Policy.check(overlay);
        assertThat(overlay.container().path("image").asText())
                .isEqualTo("registry.example.com/metrics-server-prom:" + Project.version());
        assertThat(overlay.configMap("-config").path("application.properties").asText())
                .contains("exporter.namespaces-denylist");
        assertThat(overlay.has("PrometheusRule")).isTrue();
        Optional<Manifests> kubectl = Manifests.kustomize(root);
        assumeTrue(kubectl.isPresent(), "needs kubectl with kustomize 4 or later");
        assertSame(overlay, kubectl.get(), root);
    }

    @Test
    void theReadmeHasEveryComponent() throws Exception {
        String readme = Files.readString(Manifests.DEPLOY.resolve("README.md"));
        List<String> named = new ArrayList<>();
        Matcher row =
                Pattern.compile("(?m)^\\| `([a-z-]+)` \\|").matcher(readme.substring(readme.indexOf("| Component |")));
        while (row.find()) {
            named.add(row.group(1));
        }

        try (Stream<Path> components = Files.list(KUBERNETES.resolve("components"))) {
            assertThat(named)
                    .containsExactlyInAnyOrderElementsOf(components
                            .map(component -> component.getFileName().toString())
                            .toList());
        }
    }

    @Test
    void clientCertificatesLeaveProbesThatNeedNone() throws Exception {
        Manifests all = Kustomization.render(withComponents("base", "tls", "client-certificates"));

        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            assertThat(all.container().path(probe).has("tcpSocket")).isTrue();
        }
        assertThat(all.one("Secret").at("/stringData/web-config.yaml").asText()).contains("RequireAndVerifyClientCert");
    }

    private static List<String> variables(Manifests manifests) {
        List<String> names = new ArrayList<>();
        manifests
                .container()
                .path("env")
                .forEach(variable -> names.add(variable.path("name").asText()));
        return names;
    }

    @Test
    void thePropertiesAreSettingsOfTheProgram() throws Exception {
        String text = Files.readString(KUBERNETES.resolve("base/application.properties"));

        Settings settings = Settings.of(
                Files.readString(Path.of("application.properties")),
                "application.properties",
                text,
                Map.of(),
                new Properties());
        assertThat(settings.asProperties()).containsEntry("camel.management.host", "0.0.0.0");
    }

    @Test
    void theImageIsOfThisVersion() throws Exception {
        Manifests base = Kustomization.render(KUBERNETES.resolve("base"));

        assertThat(List.of(base.container().path("image").asText().split(":")))
                .isEqualTo(List.of("metrics-server-prom", Project.version()));
    }
}
