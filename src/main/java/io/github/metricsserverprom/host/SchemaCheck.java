// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.metricsserverprom.config.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds files of routes to the JSON schema of Camel's YAML. It finds all misspelt fields at once where Camel stops at the
 * first; the schema is large, so only the command {@code check} does it.
 */
final class SchemaCheck {

    /** What is said for each alternative of a choice that does not fit adds nothing to what is said of the fitting one. */
    private static final Set<String> USEFUL = Set.of("additionalProperties", "required", "type", "enum");

    private final DslSchema dsl = DslSchema.load();
    /** Without preloading: a route needs few of the thousands of definitions. */
    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(
                    dsl.root(),
                    SchemaValidatorsConfig.builder().preloadJsonSchema(false).build());

    private final YAMLMapper reader = new YAMLMapper();
    private final Sources sources;

    private SchemaCheck(Sources sources) {
        this.sources = sources;
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
                .filter(message -> !message.getType().equals("type") || !Camel.accepts(message, content))
                .map(message -> OneLine.of(text(file, message)))
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

    private String text(String file, ValidationMessage message) {
        List<String> path = path(message.getInstanceLocation());
        if (message.getType().equals("additionalProperties")) {
            Optional<YamlEntry> entry = entry(file, path, message.getProperty());
            if (entry.isPresent()) {
                return FieldText.unknown(entry.get(), dsl);
            }
        }
        String name = path.isEmpty() ? "the file" : path.get(path.size() - 1);
        String place = place(file, path);
        if (message.getType().equals("required")) {
            return place + message.getProperty() + " of " + name + " is missing";
        }
        String said = message.getMessage().replaceFirst("^[^ ]*: ", "");
        return place + name + ": " + said;
    }

    private Optional<YamlEntry> entry(String file, List<String> path, String key) {
        return sources.yaml()
                .entries()
                .filter(entry -> entry.file().equals(file)
                        && entry.isKey(key)
                        && entry.path().equals(path))
                .findFirst();
    }

    /** The line of the key that a path ends with, or else on which its mapping begins. */
    private String place(String file, List<String> path) {
        if (!path.isEmpty()) {
            int last = path.size() - 1;
            Optional<YamlEntry> own = entry(file, path.subList(0, last), path.get(last));
            if (own.isPresent()) {
                return own.get().place();
            }
        }
        int line = sources.yaml()
                .entries()
                .filter(entry -> entry.file().equals(file) && entry.path().equals(path))
                .mapToInt(YamlEntry::parent)
                .findFirst()
                .orElse(1);
        return file + ":" + line + ": ";
    }

    private static List<String> path(JsonNodePath location) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < location.getNameCount(); i++) {
            Object element = location.getElement(i);
            path.add(element instanceof Integer ? "[" + element + "]" : element.toString());
        }
        return path;
    }

    /** Values that the schema calls wrong and Camel converts: placeholders, quoted numbers, plain numbers for text. */
    private static final class Camel {

        private Camel() {}

        static boolean accepts(ValidationMessage message, JsonNode content) {
            JsonNode value = content;
            for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
                Object element = message.getInstanceLocation().getElement(i);
                value = element instanceof Integer index ? value.path(index) : value.path(element.toString());
            }
            if (!value.isValueNode()) {
                return false;
            }
            String text = value.asText();
            return message.getMessage().endsWith("string expected")
                    || text.contains("{{")
                    || text.matches("true|false|-?[0-9]+(\\.[0-9]+)?");
        }
    }
}
