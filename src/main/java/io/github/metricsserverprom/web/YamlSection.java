// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of the web configuration file with typed access. Whatever is wrong becomes a finding with file, line and field;
 * values are quoted only where the field cannot hold a secret.
 */
final class YamlSection {

    /** A text and the line it stands on. */
    record Item(String text, int line) {}

    private final String file;
    private final String path;
    private final int line;
    private final Findings findings;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private YamlSection(String file, String path, int line, Findings findings) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.findings = findings;
    }

    /**
     * The mapping that a file is; an empty file is an empty mapping, as it is for the toolkit.
     *
     * @param known the keys that it may have
     */
    static YamlSection ofFile(String file, String text, Collection<String> known, Findings findings) {
        YamlSection section = new YamlSection(file, "", 1, findings);
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file).build();
            Optional<Node> root = new Compose(settings).composeString(text);
            root.ifPresent(node -> section.take(node, known));
        } catch (MarkedYamlEngineException e) {
            int at = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            findings.add(file + ":" + at + ": not YAML: " + oneLine(e.getProblem())
                    + "; look at the indentation and quotes in and above this line");
        } catch (YamlEngineException e) {
            findings.add(file + ":1: not YAML: " + oneLine(e.getMessage()));
        }
        return section;
    }

    private static String oneLine(String text) {
        return text == null ? "it cannot be read" : text.replaceAll("\\s+", " ").strip();
    }

    private void take(Node node, Collection<String> known) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                take(tuple, known);
            }
        } else if (!Tag.NULL.equals(node.getTag())) {
            wrongType(path.isEmpty() ? "the file" : path, node, "a mapping");
        }
    }

    private void take(NodeTuple tuple, Collection<String> known) {
        int keyLine = lineOf(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            wrongType("a key" + (path.isEmpty() ? "" : " of " + path), tuple.getKeyNode(), "a single value");
            return;
        }
        String key = scalar.getValue();
        if (known != null && !known.contains(key)) {
            findings.add(file + ":" + keyLine + ": unknown key " + name(key) + Findings.suggestion(key, known));
        } else if (values.putIfAbsent(key, tuple.getValueNode()) == null) {
            lines.put(key, keyLine);
        } else {
            findings.add(file + ":" + keyLine + ": " + name(key) + " stands there twice, first in line "
                    + lines.get(key) + "; delete one of them");
        }
    }

    /**
     * The mapping of a key; an empty one when the key is absent or null.
     *
     * @param known the keys that it may have; null for any
     */
    YamlSection section(String key, Collection<String> known) {
        YamlSection section = new YamlSection(file, name(key), lines.getOrDefault(key, line), findings);
        Node node = values.get(key);
        if (node != null) {
            section.take(node, known);
        }
        return section;
    }

    /** The text of a key; empty when the key is absent, null or empty, all of which the toolkit takes for unset. */
    String text(String key) {
        Node node = values.get(key);
        if (node == null || Tag.NULL.equals(node.getTag())) {
            return "";
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        wrongType(name(key), node, "a single value");
        return "";
    }

    boolean flag(String key, boolean byDefault) {
        String text = text(key);
        return switch (text) {
            case "" -> byDefault;
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> {
                wrong(key, "is '" + text + "', expected true or false");
                yield byDefault;
            }
        };
    }

    /** The list of a key; null when the key is absent or null. */
    List<Item> list(String key) {
        Node node = values.get(key);
        if (node == null || Tag.NULL.equals(node.getTag())) {
            return null;
        }
        List<Item> items = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar) {
                    items.add(new Item(scalar.getValue(), lineOf(item)));
                } else {
                    wrongType("an item of " + name(key), item, "a single value");
                }
            }
        } else {
            wrongType(name(key), node, "a list");
        }
        return items;
    }

    /** The keys that are there, in the order of the file. */
    List<String> keys() {
        return List.copyOf(lines.keySet());
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** {@code file:line: section.key}, for messages; the line of the section when the key is absent. */
    String place(String key) {
        return file + ":" + lines.getOrDefault(key, line) + ": " + name(key);
    }

    /** {@code file:line: section}, for messages about the whole. */
    String place() {
        return file + ":" + line + ": " + path;
    }

    /** Adds a finding about a key. */
    void wrong(String key, String what) {
        findings.add(place(key) + " " + what);
    }

    /** Adds a finding about an item of a list. */
    void wrong(String key, Item item, String what) {
        findings.add(file + ":" + item.line() + ": " + name(key) + " " + what);
    }

    private String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void wrongType(String what, Node node, String expected) {
        String found =
                node instanceof MappingNode ? "a mapping" : node instanceof SequenceNode ? "a list" : "a single value";
        findings.add(file + ":" + lineOf(node) + ": " + what + " is " + found + ", expected " + expected);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
