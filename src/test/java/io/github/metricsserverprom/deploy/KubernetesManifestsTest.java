// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain manifests, as kubectl would apply them. */
class KubernetesManifestsTest {

    private static final Path KUBERNETES = Manifests.DEPLOY.resolve("kubernetes");

    @TempDir
    private Path folder;

    private static Manifests rendered(Path folder) throws IOException, InterruptedException {
        Optional<Manifests> manifests = Manifests.kustomize(folder);
        assumeTrue(manifests.isPresent(), "needs kubectl");
        return manifests.get();
    }

    /** The base with components, in a folder beside it, since kustomize takes no absolute paths. */
    private Manifests withComponents(String base, String... components) throws IOException, InterruptedException {
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
        return rendered(root);
    }

    @Test
    void theBaseKeepsThePolicy() throws Exception {
        Manifests base = rendered(KUBERNETES.resolve("base"));

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
        Manifests variant = rendered(KUBERNETES.resolve("namespaced"));

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
        Manifests all = withComponents("base", "prometheus-operator", "node-facts");

        Policy.check(all);
        assertThat(all.has("ServiceMonitor") && all.has("PodMonitor")).isTrue();
        assertThat(Policy.rights(all)).contains(entry("/nodes", "list"));
        JsonNode variables = all.container().path("env");
        assertThat(variables.get(0).path("name").asText()).isEqualTo("EXPORTER_NODES");
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
        Manifests base = rendered(KUBERNETES.resolve("base"));

        assertThat(List.of(base.container().path("image").asText().split(":")))
                .isEqualTo(List.of("metrics-server-prom", Project.version()));
    }
}
