// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
