// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A file of routes as entries with their lines, read with the parser that Camel uses. Camel keeps the lines of steps, but
 * not those of their options, of beans and of much else that messages have to name.
 */
final class YamlFile {

    private final String name;
    private final List<YamlEntry> entries = new ArrayList<>();
    private final List<Integer> items = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlFile(String name) {
        this.name = name;
    }

    /** Reads a file; what is wrong with it as YAML, or as a list of routes, becomes findings. */
    static YamlFile parse(String name, String text) {
        YamlFile file = new YamlFile(name);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                // Camel refuses them; they are read here to say where they are.
                .setAllowNonScalarKeys(true)
                .build();
        try {
            file.take(new Compose(settings).composeString(text));
        } catch (MarkedYamlEngineException e) {
            file.findings.add(syntax(name, e));
        } catch (ReaderException e) {
            long line = text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            file.findings.add(String.format(
                    "%s:%d: not YAML: the character U+%04X may not be in a file; delete it, and save the file as UTF-8",
                    name, line, e.getCodePoint()));
        } catch (YamlEngineException e) {
            file.findings.add(name + ":1: not YAML: " + FailureText.oneLine(e.getMessage())
                    + "; look at the colons, dashes and question marks at the beginning of lines");
        } catch (StackOverflowError e) {
            file.findings.add(name + ":1: lists or mappings are nested too deep to be read");
        }
        return file;
    }

    private void take(Optional<Node> root) {
        if (root.isEmpty()) {
            findings.add(name + ":1: the file is empty, expected a list of routes; delete the file to have none");
        } else if (root.get() instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> items.add(line(item)));
            walk(sequence, List.of());
        } else {
            findings.add(name + ":" + line(root.get()) + ": this is "
                    + (root.get() instanceof MappingNode ? "a mapping" : "plain text")
                    + ", expected a list; begin each item with '- ', for instance '- route:'");
        }
    }

    /** A syntax error on one line. */
    static String syntax(String name, MarkedYamlEngineException e) {
        int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
        String problem = FailureText.oneLine(e.getProblem()).strip();
        String context = e.getContext() == null ? "" : " " + FailureText.oneLine(e.getContext());
        String begin = e.getContextMark()
                .filter(mark -> !context.isEmpty())
                .map(mark -> " that begins in line " + (mark.getLine() + 1))
                .orElse("");
        return name + ":" + line + ": not YAML: " + problem + context + begin + "; look at the indentation and quotes"
                + " in and above this line";
    }

    private void walk(Node node, List<String> path) {
        if (!visited.add(node)) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            walkMapping(mapping, path);
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                Node item = sequence.getValue().get(i);
                entries.add(new YamlEntry(name, path, line(node), "", line(item), text(item), line(item), shape(item)));
                walk(item, with(path, "[" + i + "]"));
            }
        }
    }

    private void walkMapping(MappingNode mapping, List<String> path) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (key == null) {
                findings.add(
                        name + ":" + line(tuple.getKeyNode()) + ": a list or mapping in place of a name; put {{...}}"
                                + " in quotes, as in \"{{exporter.timeout}}\"");
                continue;
            }
            int line = line(tuple.getKeyNode());
            Integer first = lines.putIfAbsent(key, line);
            if (first != null) {
                findings.add(name + ":" + line + ": " + key + " stands there twice, first in line " + first
                        + "; delete one of them");
            }
            Node value = tuple.getValueNode();
            entries.add(new YamlEntry(name, path, line(mapping), key, line, text(value), line(value), shape(value)));
            walk(value, with(path, key));
        }
    }

    private static List<String> with(List<String> path, String part) {
        List<String> longer = new ArrayList<>(path);
        longer.add(part);
        return List.copyOf(longer);
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    private static YamlEntry.Shape shape(Node node) {
        return node instanceof MappingNode
                ? YamlEntry.Shape.MAPPING
                : node instanceof SequenceNode ? YamlEntry.Shape.LIST : YamlEntry.Shape.TEXT;
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    String name() {
        return name;
    }

    /** Every key and item, in the order of the file. */
    List<YamlEntry> entries() {
        return entries;
    }

    List<String> findings() {
        return findings;
    }

    /** The lines of the item of the file's list that has this line: from its first to before the next item's first. */
    YamlScope item(int line) {
        int from = 1;
        int to = Integer.MAX_VALUE;
        for (int start : items) {
            if (start <= line) {
                from = start;
            } else {
                to = Math.min(to, start - 1);
            }
        }
        return new YamlScope(name, from, to);
    }
}
