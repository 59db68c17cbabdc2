// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.host.YamlEntry.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON schema of Camel's YAML routes ({@code schema/camelYamlDsl.json} of camel-yaml-dsl), asked for the fields that
 * are known at a place. It is large, so it is read only when there is a mistake to explain.
 */
final class DslSchema {

    private static final String FILE = "/schema/camelYamlDsl.json";
    private static final String[] CHOICES = {"oneOf", "anyOf", "allOf"};

    private final JsonNode root;

    private DslSchema(JsonNode root) {
        this.root = root;
    }

    static DslSchema load() {
        try (InputStream file = org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader.class.getResourceAsStream(FILE)) {
            return new DslSchema(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE + " of camel-yaml-dsl", e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** The fields that a mapping may have; empty when any may be there or the place is unknown. */
    Set<String> fields(List<String> path) {
        Set<String> fields = new TreeSet<>();
        nodes(path).forEach(node -> node.path("properties").fieldNames().forEachRemaining(fields::add));
        return fields;
    }

    /** What a value may be; empty when it may be anything or the place is unknown. */
    Set<Shape> shapes(List<String> path) {
        Set<Shape> shapes = EnumSet.noneOf(Shape.class);
        for (JsonNode node : nodes(path)) {
            switch (node.path("type").asText()) {
                case "" -> {}
                case "object" -> shapes.add(Shape.MAPPING);
                case "array" -> shapes.add(Shape.LIST);
                default -> shapes.add(Shape.TEXT);
            }
        }
        return shapes;
    }

    /** What plain text may be, such as {@code string} or {@code boolean}; empty when it may be anything. */
    Set<String> kinds(List<String> path) {
        Set<String> kinds = new TreeSet<>();
        nodes(path).forEach(node -> kinds.add(node.path("type").asText()));
        kinds.removeAll(Set.of("", "object", "array"));
        return kinds;
    }

    /** The words that a value may be; empty when it may be another one or the place is unknown. */
    Set<String> words(List<String> path) {
        Set<String> words = new TreeSet<>();
        nodes(path).forEach(node -> node.path("enum").forEach(word -> words.add(word.asText())));
        return words;
    }

    private Set<JsonNode> nodes(List<String> path) {
        Set<JsonNode> nodes = expand(root);
        for (String part : path) {
            Set<JsonNode> next = identitySet();
            for (JsonNode node : nodes) {
                JsonNode child = part.startsWith("[")
                        ? node.path("items")
                        : node.path("properties").path(part);
                if (!child.isMissingNode()) {
                    next.addAll(expand(child));
                }
            }
            nodes = next;
        }
        return nodes;
    }

    /** By identity: comparing trees of this size by content would take seconds. */
    private static Set<JsonNode> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** A node and all that it refers to or offers as a choice. */
    private Set<JsonNode> expand(JsonNode start) {
        Set<JsonNode> all = identitySet();
        List<JsonNode> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            JsonNode node = open.remove(open.size() - 1);
            if (!all.add(node)) {
                continue;
            }
            if (node.has("$ref")) {
                open.add(root.at(node.get("$ref").asText().substring(1)));
            }
            for (String choice : CHOICES) {
                node.path(choice).forEach(open::add);
            }
        }
        return all;
    }
}
