// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of a YAML file with typed access; every complaint names file, line and field. Values are never quoted: they may be secret. */
final class YamlObject {

    private static final Set<String> BOOLEANS = Set.of("true", "false");
    /** An alias may point at what holds it: an end is needed. */
    private static final int MAX_DEPTH = 50;

    private final Path file;
    private final String path;
    private final int line;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    /**
     * @param path where the node sits, for messages; empty for the document
     * @throws AccessException if the node is not a mapping
     */
    YamlObject(Path file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.line = lineOf(node);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    fields.put(key.getValue(), tuple.getValueNode());
                }
            }
        } else if (!isNull(node)) {
            throw wrong(node, path.isEmpty() ? "the document" : path, "a mapping");
        }
    }

    Origin origin() {
        return new Origin(file, line);
    }

    /** The text of a field; null when it is absent, empty or null. */
    String text(String field) {
        Node node = fields.get(field);
        if (node == null || isNull(node)) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(node, name(field), "a single value");
        }
        return scalar.getValue().isEmpty() ? null : scalar.getValue();
    }

    /** The text of a field that must be there. */
    String required(String field) {
        String value = text(field);
        if (value == null) {
            throw AccessException.configuration(origin() + ": " + name(field) + " is missing; add it");
        }
        return value;
    }

    boolean flag(String field) {
        String value = text(field);
        if (value == null) {
            return false;
        }
        if (!BOOLEANS.contains(value)) {
            throw wrong(fields.get(field), name(field), "true or false");
        }
        return Boolean.parseBoolean(value);
    }

    List<String> texts(String field) {
        List<String> values = new ArrayList<>();
        for (Node item : items(field)) {
            if (!(item instanceof ScalarNode scalar)) {
                throw wrong(item, name(field), "a list of single values");
            }
            values.add(scalar.getValue());
        }
        return values;
    }

    /** The mapping in a field; an empty one when the field is absent. */
    YamlObject object(String field) {
        Node node = fields.get(field);
        return node == null
                ? new YamlObject(file, name(field), new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK))
                : new YamlObject(file, name(field), node);
    }

    List<YamlObject> objects(String field) {
        List<YamlObject> objects = new ArrayList<>();
        int index = 0;
        for (Node item : items(field)) {
            objects.add(new YamlObject(file, name(field) + "[" + index++ + "]", item));
        }
        return objects;
    }

    boolean has(String field) {
        Node node = fields.get(field);
        return node != null && !isNull(node);
    }

    Set<String> names() {
        return fields.keySet();
    }

    /** A field as plain maps, lists and values; null when it is absent. */
    Object plain(String field) {
        Node node = fields.get(field);
        return node == null ? null : plain(node, 0);
    }

    AccessException wrong(String field, String expected) {
        return wrong(fields.get(field), name(field), expected);
    }

    private List<Node> items(String field) {
        Node node = fields.get(field);
        if (node == null || isNull(node)) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(node, name(field), "a list");
        }
        return sequence.getValue();
    }

    private String name(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private AccessException wrong(Node node, String what, String expected) {
        return AccessException.configuration(
                new Origin(file, lineOf(node)) + ": " + what + " is " + describe(node) + ", expected " + expected);
    }

    private static String describe(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        return isNull(node) ? "empty" : "something else";
    }

    private static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private Object plain(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong(node, path, "at most " + MAX_DEPTH + " levels");
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                map.put(String.valueOf(plain(tuple.getKeyNode(), depth + 1)), plain(tuple.getValueNode(), depth + 1));
            }
            return map;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(item -> plain(item, depth + 1))
                    .collect(Collectors.toList());
        }
        return plain((ScalarNode) node);
    }

    private static Object plain(ScalarNode scalar) {
        String value = scalar.getValue();
        if (Tag.NULL.equals(scalar.getTag())) {
            return null;
        }
        if (Tag.BOOL.equals(scalar.getTag())) {
            return Boolean.valueOf(value);
        }
        if (Tag.INT.equals(scalar.getTag()) && value.matches("-?\\d{1,18}")) {
            return Long.valueOf(value);
        }
        if (Tag.FLOAT.equals(scalar.getTag()) && value.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")) {
            return Double.valueOf(value);
        }
        return value;
    }
}
