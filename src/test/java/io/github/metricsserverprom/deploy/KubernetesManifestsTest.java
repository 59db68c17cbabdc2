// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
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
        Path root = folder.toRealPath();
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
        Schemas.export(base, "kubernetes-base");
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
        Schemas.export(variant, "kubernetes-namespaced");
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
        Schemas.export(all, "kubernetes-components");
        assertThat(all.has("ServiceMonitor") && all.has("PodMonitor")).isTrue();
        assertThat(Policy.rights(all)).contains(entry("/nodes", "list"));
        JsonNode variables = all.container().path("env");
        assertThat(variables.get(0).path("name").asText()).isEqualTo("EXPORTER_NODES");
    }

    @Test
    void kubectlRendersTheSame() throws Exception {
        for (Path folder : List.of(
                KUBERNETES.resolve("base"),
                KUBERNETES.resolve("namespaced"),
                withComponents("namespaced", "prometheus-operator"),
                withComponents("base", "prometheus-operator", "node-facts"),
                withComponents("base", "kubernetes-auth", "node-facts"),
                Manifests.DEPLOY.resolve("camel-k"))) {
            Optional<Manifests> kubectl = Manifests.kustomize(folder);
            assumeTrue(kubectl.isPresent(), "needs kubectl with kustomize 4 or later");

            List<JsonNode> objects = Kustomization.render(folder).objects();
            assertThat(objects).hasSameSizeAs(kubectl.get().objects());
            for (JsonNode object : kubectl.get().objects()) {
                assertThat(objects)
                        .filteredOn(object::equals)
                        .as("%s in %s", object, folder)
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, /spec/template/spec, nodeSelektor, {}",
        "Deployment, /spec, replicas, '\"1\"'",
        "Service, /spec/ports/0, prot, 9100",
        "NetworkPolicy, /spec/ingress/1/from/0, podselector, {}",
        "ConfigMap, '', dta, {}",
        "ClusterRole, '', apiVersion, '\"rbac.authorization.k8s.io/v1beta1\"'",
        "PodDisruptionBudget, /spec, maxUnavailable, '[1]'"
    })
    void aMistakeIsFound(String kind, String place, String field, String value) throws Exception {
        JsonNode object =
                Kustomization.render(KUBERNETES.resolve("base")).all(kind).get(0);
        ((ObjectNode) object.at(place)).set(field, Manifests.parseAny(value));

        assertThatThrownBy(() -> Schemas.check(List.of(object))).isInstanceOf(AssertionError.class);
    }

    @Test
    void theComponentForBearerTokensAddsTheReviewsAndARoleForPrometheus() throws Exception {
        Manifests all = Kustomization.render(withComponents("base", "kubernetes-auth", "node-facts"));
        Schemas.check(all.objects());
        Schemas.export(all, "kubernetes-auth");

        assertThat(Policy.rights(all))
                .contains(
                        entry("authentication.k8s.io/tokenreviews", "create"),
                        entry("authorization.k8s.io/subjectaccessreviews", "create"),
                        entry("/nodes", "list"));
        List<String> variables = new ArrayList<>();
        all.container()
                .path("env")
                .forEach(variable -> variables.add(variable.path("name").asText()));
        assertThat(variables).contains("EXPORTER_AUTH", "EXPORTER_NODES", "EXPORTER_CONTAINER_RESOURCES");
        JsonNode reader = all.all("ClusterRole").stream()
                .filter(role -> role.at("/metadata/name").asText().equals("metrics-server-prom-reader"))
                .findFirst()
                .orElseThrow();
        assertThat(reader.path("rules").toString())
                .isEqualTo("[{\"nonResourceURLs\":[\"/metrics\"],\"verbs\":[\"get\"]}]");
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
