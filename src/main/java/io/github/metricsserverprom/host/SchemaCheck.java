// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.metricsserverprom.config.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds files of routes to the JSON schema of Camel's YAML. It finds all misspelt fields at once where Camel stops at the
 * first; the schema is large, so only the command {@code check} does it. {@link SchemaText} puts it into words.
 */
final class SchemaCheck {

    /** That none of the alternatives of a choice fits adds nothing to what is said of each. */
    private static final Set<String> USEFUL = Set.of("additionalProperties", "required", "type", "enum");

    private final DslSchema dsl = DslSchema.load();
    /** Without preloading: a route needs few of the thousands of definitions. */
    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(
                    dsl.root(),
                    SchemaValidatorsConfig.builder().preloadJsonSchema(false).build());

    private final YAMLMapper reader = new YAMLMapper();
    private final SchemaText text;

    private SchemaCheck(Sources sources) {
        text = new SchemaText(sources.yaml(), dsl);
    }

    /** One line for each place that does not fit the schema; files that are no YAML are passed over. */
    static List<String> findings(Sources sources) {
        SchemaCheck check = new SchemaCheck(sources);
        List<String> findings = new ArrayList<>();
        sources.files().files().forEach((name, content) -> {
            try {
                JsonNode file = check.reader.readTree(new String(content, StandardCharsets.UTF_8));
                findings.addAll(check.findings(sources.files().shown(name), file));
            } catch (JsonProcessingException e) {
                // YamlFiles has said what is wrong with it.
            }
        });
        return findings;
    }

    private List<String> findings(String file, JsonNode content) {
        Set<ValidationMessage> messages = schema.validate(content).stream()
                .filter(message -> USEFUL.contains(message.getType()))
                .collect(Collectors.toSet());
        return messages.stream()
                .filter(message -> !isEcho(message, messages))
                .flatMap(message -> text.explain(file, message).stream())
                .map(OneLine::of)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether a message follows from another one about the same mapping or something inside of it. */
    private static boolean isEcho(ValidationMessage message, Set<ValidationMessage> all) {
        String place = message.getInstanceLocation().toString();
        return switch (message.getType()) {
            case "type" ->
                all.stream()
                        .anyMatch(other -> other != message
                                && other.getInstanceLocation().toString().startsWith(place)
                                && !other.getType().equals("type"));
            case "required" ->
                all.stream()
                        .anyMatch(other -> other.getType().equals("additionalProperties")
                                && other.getInstanceLocation().toString().equals(place));
            default -> false;
        };
    }
}
