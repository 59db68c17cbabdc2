// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.metricsserverprom.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files, held to the schema of the Compose Specification and to the files that they mount. */
class ComposeFilesTest {

    private static final Path COMPOSE = Manifests.DEPLOY.resolve("compose");

    private static JsonNode read(String file) throws IOException {
        return Manifests.parseAny(Files.readString(COMPOSE.resolve(file)));
    }

    private static Set<String> mistakes(JsonNode file) throws IOException {
        // The schema is older than the name of a project.
        assertThat(file.path("name").asText("metrics-server-prom")).isEqualTo("metrics-server-prom");
        ((ObjectNode) file).remove("name");
        // It says "id" as drafts before 2019 did, which means nothing in the draft that it names.
        String text = Files.readString(Path.of("src/test/resources/ComposeFilesTest/compose-spec.json"))
                .replaceAll("\"id\": \"[^\"]*\",", "");
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909).getSchema(text);
        return schema.validate(file).stream()
                .map(mistake -> mistake.getMessage())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.demo.yaml"})
    void theFilesFollowTheSpecification(String file) throws IOException {
        assertThat(mistakes(read(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/services/exporter, comand, '[\"--demo\"]'",
        "/services/exporter, ports, '9100'",
        "/services/exporter, read_only, '\"often\"'",
        "'', servces, '{}'",
    })
    void aMistakeIsFound(String place, String field, String value) throws IOException {
        JsonNode file = read("compose.yaml");
        ((ObjectNode) file.at(place)).set(field, Manifests.parseAny(value));

        assertThat(mistakes(file)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.demo.yaml"})
    void everyFileThatIsMountedExists(String file) throws IOException {
        List<String> sources = new ArrayList<>();
        for (JsonNode service : read(file).path("services")) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().replaceFirst(":/.*", "");
                if (source.startsWith(".")) {
                    sources.add(source);
                }
                assertThat(volume.asText()).as("only read").endsWith(":ro");
            }
        }

        assertThat(sources).isNotEmpty().allSatisfy(source -> assertThat(COMPOSE.resolve(source))
                .exists());
    }

    @Test
    void theExporterRunsAsInTheManifests() throws IOException {
        JsonNode exporter = read("compose.yaml").at("/services/exporter");

        assertThat(exporter.path("image").asText()).isEqualTo("metrics-server-prom:" + Project.version());
        assertThat(COMPOSE.resolve(exporter.path("build").asText()).resolve("Dockerfile"))
                .exists();
        assertThat(exporter.path("read_only").asBoolean()).isTrue();
        assertThat(Policy.texts(exporter.path("cap_drop"))).containsExactly("ALL");
        assertThat(Policy.texts(exporter.path("security_opt"))).containsExactly("no-new-privileges:true");
        assertThat(Policy.texts(exporter.path("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.demo.yaml"})
    void itsVariablesAreSettings(String file) throws IOException {
        Set<String> known =
                Arrays.stream(Setting.values()).map(Setting::environment).collect(Collectors.toSet());
        known.add("KUBE_CONTEXT");

        read(file).at("/services/exporter/environment").fieldNames().forEachRemaining(variable -> assertThat(known)
                .contains(variable));
    }

    @Test
    void theExampleOfTheEnvironmentHasEveryVariableWithItsDefault() throws IOException {
        Map<String, String> used = new TreeMap<>();
        Matcher variable =
                Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}").matcher(Files.readString(COMPOSE.resolve("compose.yaml")));
        while (variable.find()) {
            used.put(variable.group(1), variable.group(2));
        }
        Map<String, String> example = new TreeMap<>();
        Files.readAllLines(COMPOSE.resolve("env-example")).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> example.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", "")));

        assertThat(example).isEqualTo(used);
    }

    @Test
    void prometheusScrapesBothPortsOfTheExporter() throws IOException {
        List<String> targets = new ArrayList<>();
        read("prometheus.yaml")
                .path("scrape_configs")
                .forEach(job -> targets.addAll(Policy.texts(job.at("/static_configs/0/targets"))));

        assertThat(targets).containsExactly("exporter:9100", "exporter:9876");
    }
}
