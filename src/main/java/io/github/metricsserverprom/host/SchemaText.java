// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.github.metricsserverprom.host.YamlEntry.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says in words of a file what the JSON schema of Camel's YAML has against it: what was found, what is right, and where. A
 * schema speaks of each alternative of a choice by itself, so that what is right is asked of all of them together; where
 * one of them has nothing against the file, nothing is said.
 */
final class SchemaText {

    /** Camel says of the whole route that it has none. */
    private static final String STEPS = "steps";

    private final YamlFiles yaml;
    private final DslSchema dsl;

    SchemaText(YamlFiles yaml, DslSchema dsl) {
        this.yaml = yaml;
        this.dsl = dsl;
    }

    /** The finding; empty when there is nothing to mend, or what there is has been said by {@link YamlFile}. */
    Optional<String> explain(String file, ValidationMessage message) {
        List<String> path = path(message.getInstanceLocation());
        return switch (message.getType()) {
            case "additionalProperties" ->
                entry(file, path, message.getProperty()).map(this::unknown);
            case "required" ->
                isAlternative(message) || STEPS.equals(message.getProperty())
                        ? Optional.empty()
                        : entry(file, path).map(entry -> missing(entry, message.getProperty()));
            case "type" -> entry(file, path).flatMap(this::kind);
            default -> entry(file, path).filter(this::isNoWord).map(entry -> FieldText.word(entry, dsl));
        };
    }

    /** Whether something else may be there as well: each language by which an expression can be written, for instance. */
    private static boolean isAlternative(ValidationMessage message) {
        String rule = message.getSchemaLocation().toString();
        return rule.contains("/oneOf/") || rule.contains("/anyOf/") || rule.contains("/not/");
    }

    private static String missing(YamlEntry entry, String part) {
        String owner = entry.key().isEmpty() ? entry.owner() : entry.key();
        return MissingParts.text(entry, owner, part);
    }

    private String unknown(YamlEntry entry) {
        List<YamlEntry> keys = beside(entry);
        return keys.size() > 1 ? BesideText.of(keys, dsl) : FieldText.unknown(entry, dsl);
    }

    /** Of a step, or of an element of the file, the keys of its mapping, of which only one may be. */
    private List<YamlEntry> beside(YamlEntry entry) {
        if (!entry.isElement() || !entry.owner().isEmpty() && !entry.owner().equals(STEPS)) {
            return List.of();
        }
        return yaml.entries()
                .filter(other ->
                        other.file().equals(entry.file()) && other.path().equals(entry.path()))
                .toList();
    }

    private Optional<String> kind(YamlEntry entry) {
        if (beside(entry).size() > 1) {
            // What is to be inside stands beside it, which is said of that.
            return Optional.empty();
        }
        if (ShapeText.isWrong(entry, dsl)) {
            return Optional.of(ShapeText.text(entry, dsl));
        }
        Set<String> kinds = entry.shape() == Shape.TEXT ? dsl.kinds(entry.inside()) : Set.of();
        if (kinds.isEmpty() || kinds.contains("string") || entry.mentions("{{")) {
            return Optional.empty();
        }
        String expected = kinds.contains("boolean") ? "true or false" : "a number";
        // Camel takes them in quotes as well.
        return entry.value().matches(kinds.contains("boolean") ? "(?i)true|false" : "-?[0-9]+(\\.[0-9]+)?")
                ? Optional.empty()
                : Optional.of(entry.place() + entry.key() + " is '" + entry.value() + "', expected " + expected);
    }

    private boolean isNoWord(YamlEntry entry) {
        Set<String> words = dsl.words(entry.inside());
        return entry.shape() == Shape.TEXT
                && !words.isEmpty()
                // Camel does not mind the case.
                && words.stream().noneMatch(entry.value()::equalsIgnoreCase)
                && !entry.mentions("{{");
    }

    /** What a path leads to; empty for the file as a whole. */
    private Optional<YamlEntry> entry(String file, List<String> path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        int last = path.size() - 1;
        return entry(file, path.subList(0, last), path.get(last));
    }

    private Optional<YamlEntry> entry(String file, List<String> path, String part) {
        boolean item = part.matches("\\[\\d+]");
        return yaml.entries()
                .filter(entry ->
                        entry.file().equals(file) && entry.path().equals(path) && entry.isKey(item ? "" : part))
                .skip(item ? Integer.parseInt(part.substring(1, part.length() - 1)) : 0)
                .findFirst();
    }

    private static List<String> path(JsonNodePath location) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < location.getNameCount(); i++) {
            Object element = location.getElement(i);
            path.add(element instanceof Integer ? "[" + element + "]" : element.toString());
        }
        return path;
    }
}
