// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The chart's values in its three places: {@code values.yaml}, {@code values.schema.json} and the table of {@code README.md},
 * which {@code mvn test -Dtest=ChartValuesTest -Ddeploy.update=true} writes anew.
 */
class ChartValuesTest {

    private static final Path CHART = Manifests.DEPLOY.resolve("helm/metrics-server-prom");
    private static final String BEGIN = "<!-- begin of the values -->\n";
    private static final String END = "<!-- end of the values -->\n";

    private static JsonNode read(String file) throws IOException {
        return Manifests.parseAny(Files.readString(CHART.resolve(file)));
    }

    @Test
    void everyDefaultIsInTheSchemaAndTheOtherWayRound() throws IOException {
        JsonNode schema = read("values.schema.json");
        Map<String, String> described = new TreeMap<>();
        describe(schema, "", described);
        // Not of this chart.
        described.remove("global");
        // What may be there but is not by default.
        described.keySet().removeIf(value -> value.matches("web\\.config\\..*|.*\\.basicAuth\\..*"));

        Map<String, JsonNode> defaults = new TreeMap<>();
        defaults(read("values.yaml"), schema, "", defaults);

        assertThat(defaults.keySet()).isEqualTo(described.keySet());
        assertThat(described).allSatisfy((value, text) -> assertThat(text)
                .as("description of " + value)
                .isNotBlank()
                .endsWith("."));
    }

    /** Descriptions of values that have no values of their own inside, by path. */
    private static void describe(JsonNode schema, String prefix, Map<String, String> described) {
        assertThat(schema.path("additionalProperties").asBoolean(true))
                .as("additionalProperties of '%s'", prefix)
                .isFalse();
        schema.path("properties").properties().forEach(entry -> {
            String path = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            assertThat(value.path("description").asText())
                    .as("description of " + path)
                    .isNotBlank();
            if (value.has("properties")) {
                describe(value, path + ".", described);
            }
            if (isLeaf(path, value)) {
                described.put(path, value.path("description").asText());
            }
        });
    }

    /** Objects that are empty by default are given as a whole. */
    private static boolean isLeaf(String path, JsonNode schema) {
        return !schema.has("properties") || path.equals("web.config") || path.endsWith(".basicAuth");
    }

    private static void defaults(JsonNode values, JsonNode schema, String prefix, Map<String, JsonNode> defaults) {
        values.properties().forEach(entry -> {
            String path = prefix + entry.getKey();
            JsonNode inner = schema.path("properties").path(entry.getKey());
            if (isLeaf(path, inner)) {
                defaults.put(path, entry.getValue());
            } else {
                defaults(entry.getValue(), inner, path + ".", defaults);
            }
        });
    }

    @Test
    void theReadmeHasThemAll() throws IOException {
        JsonNode schema = read("values.schema.json");
        StringBuilder table = new StringBuilder("| Value | Default | Meaning |\n| --- | --- | --- |\n");
        rows(read("values.yaml"), schema, "", table);
        Path readme = CHART.resolve("README.md");
        String text = Files.readString(readme);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String expected = text.substring(0, begin) + table + text.substring(text.indexOf(END));
        if (Boolean.getBoolean("deploy.update")) {
            Files.writeString(readme, expected);
        }

        assertThat(readme).as("see the comment of this test").content().isEqualTo(expected);
    }

    /** In the order of values.yaml. */
    private static void rows(JsonNode values, JsonNode schema, String prefix, StringBuilder table) {
        values.properties().forEach(entry -> {
            String path = prefix + entry.getKey();
            JsonNode inner = schema.path("properties").path(entry.getKey());
            if (isLeaf(path, inner)) {
                table.append("| `%s` | `%s` | %s |\n"
                        .formatted(
                                path,
                                entry.getValue(),
                                inner.path("description").asText()));
            } else {
                rows(entry.getValue(), inner, path + ".", table);
            }
        });
    }
}
