// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The integrations of Camel K, held to the routes, the settings and the version. */
class CamelKManifestsTest {

    private static final Path CAMEL_K = Manifests.DEPLOY.resolve("camel-k");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z][a-z0-9.-]*)(:)?}}");

    private static JsonNode integration(String file) throws IOException {
        return Manifests.parse(Files.readString(CAMEL_K.resolve(file))).one("Integration");
    }

    @Test
    void everyRouteIsASourceOfTheIntegration() throws IOException {
        List<String> sources = new ArrayList<>();
        for (JsonNode source : integration("integration.yaml").at("/spec/sources")) {
            assertThat(source.path("contentKey")).isEqualTo(source.path("name"));
            assertThat(source.path("contentRef").asText()).isEqualTo("metrics-server-prom-routes");
            sources.add(source.path("name").asText());
        }
        assertThat(sources).containsExactlyElementsOf(ShippedRoutes.read().keySet());
    }

    @Test
    void theSettingsOfTheRoutesHaveTheirShippedDefaults() throws IOException {
        Properties shipped = new Properties();
        shipped.load(new StringReader(Files.readString(Path.of("application.properties"))));
        TreeSet<String> expected = new TreeSet<>();
        for (String route : ShippedRoutes.read().values()) {
            Matcher placeholder = PLACEHOLDER.matcher(route);
            while (placeholder.find()) {
                String key = placeholder.group(1);
                // Quarkus takes an empty value for none; the placeholder says itself then that it is empty.
                boolean empty = shipped.getProperty(key).isEmpty();
                assertThat(placeholder.group(2) != null)
                        .as("{{%s:}} in place of {{%s}} where it is empty by default", key, key)
                        .isEqualTo(empty);
                if (!empty) {
                    expected.add(key + "=" + shipped.getProperty(key));
                }
            }
        }

        assertThat(Policy.texts(integration("integration.yaml").at("/spec/traits/camel/properties")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theObjectsAreOfTheirTypes() throws IOException {
        Manifests all = Kustomization.render(CAMEL_K);

        // Younger than the newest types of Camel K that Maven Central has, 2.4.0.
        ObjectNode camel = (ObjectNode) all.one("Integration").at("/spec/traits/camel");
        assertThat(camel.remove("runtimeProvider").asText()).isEqualTo("plain-quarkus");
        ObjectNode image = (ObjectNode) integration("integration-image.yaml");
        for (String port : List.of("livenessPort", "readinessPort")) {
            assertThat(((ObjectNode) image.at("/spec/traits/health"))
                            .remove(port)
                            .asInt())
                    .isEqualTo(9100);
        }

        Schemas.check(all.objects());
        Schemas.check(List.of(image));
    }

    @Test
    void theOperatorFollowsTheRoutes() throws IOException {
        Manifests all = Kustomization.render(CAMEL_K);
        JsonNode map = all.one("ConfigMap").path("metadata");
        JsonNode mount = all.one("Integration").at("/spec/traits/mount");

        assertThat(mount.path("hotReload").asBoolean()).isTrue();
        assertThat(Policy.texts(mount.path("resources")))
                .containsExactly("configmap:" + map.path("name").asText());
        assertThat(map.at("/labels/camel.apache.org~1integration"))
                .isEqualTo(all.one("Integration").at("/metadata/name"));
    }

    @Test
    void theImageMountsFolders() throws IOException {
        JsonNode mount = integration("integration-image.yaml").at("/spec/traits/mount");

        // A key after the name of the ConfigMap would make it a subPath, which never changes.
        assertThat(Policy.texts(mount.path("resources")))
                .containsExactly("configmap:metrics-server-prom-routes@/app/routes");
    }

    @Test
    void anUnknownTraitIsFound() throws IOException {
        ObjectNode integration = (ObjectNode) integration("integration-image.yaml");
        ((ObjectNode) integration.at("/spec/traits")).putObject("healt").put("enabled", true);

        assertThatThrownBy(() -> Schemas.check(List.of(integration)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("healt");
    }

    @Test
    void bothWaysAreOfThisVersion() throws IOException {
        assertThat(Policy.texts(integration("integration.yaml").at("/spec/dependencies")))
                .contains("mvn:io.github.metricsserverprom:metrics-server-prom:" + Project.version());
        assertThat(integration("integration-image.yaml")
                        .at("/spec/traits/container/image")
                        .asText())
                .isEqualTo("metrics-server-prom:" + Project.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"integration.yaml", "integration-image.yaml"})
    void bothWaysAreRestricted(String file) throws IOException {
        JsonNode container = integration(file).at("/spec/traits/container");

        assertThat(container.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(Policy.texts(container.path("capabilitiesDrop"))).containsExactly("ALL");
        assertThat(container.path("seccompProfileType").asText()).isEqualTo("RuntimeDefault");
    }

    @Test
    void theRightsAreThoseOfThePlainManifests() throws IOException {
        Manifests plain =
                Manifests.parse(Files.readString(Manifests.DEPLOY.resolve("kubernetes/base/cluster-role.yaml")));
        Manifests camelK = Manifests.parse(Files.readString(CAMEL_K.resolve("rbac.yaml")));

        assertThat(Policy.rights(camelK)).isEqualTo(Policy.rights(plain));
    }
}
