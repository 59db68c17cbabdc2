// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.host.YamlEntry.Shape;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.dsl.yaml.common.exception.DuplicateKeyException;
import org.apache.camel.dsl.yaml.common.exception.InvalidNodeTypeException;
import org.apache.camel.dsl.yaml.common.exception.UnsupportedNodeTypeException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Says where a list, a mapping or plain text stands in place of another one. Camel names a line at best, or nothing at all
 * of a step that is written without its parts.
 */
final class ShapeText {

    private final YamlFiles yaml;
    private final DslSchema schema;

    private ShapeText(YamlFiles yaml) {
        this.yaml = yaml;
        this.schema = DslSchema.load();
    }

    /** The finding; empty when the failure is about something else. */
    static Optional<String> explain(List<Throwable> chain, YamlFiles yaml) {
        for (Throwable link : chain) {
            String message = String.valueOf(link.getMessage());
            if (link instanceof DuplicateKeyException beside) {
                return Optional.of(new ShapeText(yaml).beside(beside));
            }
            if (link instanceof InvalidNodeTypeException || link instanceof UnsupportedNodeTypeException) {
                return Optional.of(new ShapeText(yaml).mismatch((MarkedYamlEngineException) link));
            }
            if (link instanceof UnsupportedOperationException
                    || link instanceof ClassCastException
                    || message.startsWith("Unexpected type: ")
                    || message.contains("Unable to find constructor for node")) {
                return new ShapeText(yaml).anywhere();
            }
        }
        return Optional.empty();
    }

    /** Several keys where one is to name a step, or an element of the file. */
    private String beside(DuplicateKeyException failure) {
        String file = file(failure);
        int line = line(failure);
        Map<List<String>, List<YamlEntry>> mappings = yaml.entries()
                .filter(entry -> entry.file().equals(file) && entry.parent() == line && entry.isElement())
                .collect(Collectors.groupingBy(YamlEntry::path, LinkedHashMap::new, Collectors.toList()));
        List<YamlEntry> keys = mappings.values().stream()
                .filter(entries -> entries.size() > 1)
                .findFirst()
                .orElse(List.of());
        if (keys.isEmpty()) {
            return file + ":" + line + ": several keys in one item of a list, where only one may be; look at the"
                    + " indentation in and below this line";
        }
        return BesideText.of(keys, schema);
    }

    private String mismatch(MarkedYamlEngineException failure) {
        String file = file(failure);
        int line = line(failure);
        Shape found = found(failure.getProblem());
        return yaml.entries()
                .filter(entry -> entry.file().equals(file) && isUnknown(entry))
                .findFirst()
                .map(entry -> FieldText.unknown(entry, schema))
                .orElseGet(() -> yaml.entries()
                        .filter(entry -> entry.file().equals(file)
                                && entry.valueLine() == line
                                && entry.shape() == found
                                && isWrong(entry))
                        .findFirst()
                        .map(this::text)
                        .orElseGet(() -> unlisted(file, line, found, failure.getProblem())));
    }

    private static Shape found(String problem) {
        return problem.contains("SEQUENCE") || problem.contains("array is")
                ? Shape.LIST
                : problem.contains("MAPPING") || problem.contains("map is") ? Shape.MAPPING : Shape.TEXT;
    }

    /** Of values that the schema leaves open, such as those of parameters, Camel takes plain text. */
    private String unlisted(String file, int line, Shape found, String problem) {
        boolean text = problem.endsWith("key-value") || problem.startsWith("Unsupported");
        String expected =
                text ? "plain text" : problem.endsWith("array") ? expected(Shape.LIST) : expected(Shape.MAPPING);
        return yaml.entries()
                .filter(entry -> entry.file().equals(file) && entry.valueLine() == line && entry.shape() == found)
                .findFirst()
                .map(entry -> entry.place() + name(entry) + " is " + found(entry) + ", expected " + expected
                        + (entry.isKey("steps") ? "; it stands too deep if it is to be the steps of a route" : ""))
                .orElse(file + ":" + line + ": a list or mapping that may not be here; look at the indentation in and"
                        + " above this line");
    }

    /** The first mistake of the kind anywhere in the files, for failures that do not say what they are about. */
    static Optional<String> anywhere(YamlFiles yaml) {
        return new ShapeText(yaml).anywhere();
    }

    private Optional<String> anywhere() {
        return yaml.find(YamlScope.ALL, this::isUnknown)
                .map(entry -> FieldText.unknown(entry, schema))
                .or(() -> yaml.find(YamlScope.ALL, this::isWrong).map(this::text));
    }

    /** Whether no step, element of the file, or field of an item of another list has this name. */
    private boolean isUnknown(YamlEntry entry) {
        if (!entry.isElement()) {
            return false;
        }
        Set<String> known = schema.fields(entry.path());
        return !known.isEmpty() && !known.contains(entry.key()) && !entry.key().contains("-");
    }

    private boolean isWrong(YamlEntry entry) {
        return isWrong(entry, schema);
    }

    /** Whether a list, a mapping or plain text stands where only another one may. */
    static boolean isWrong(YamlEntry entry, DslSchema schema) {
        if (isItem(entry)) {
            return entry.shape() != Shape.MAPPING;
        }
        Set<Shape> allowed = schema.shapes(entry.inside());
        return !allowed.isEmpty() && !allowed.contains(entry.shape());
    }

    /** Whether it is a step, or an element of the file, as a whole. */
    private static boolean isItem(YamlEntry entry) {
        return entry.key().isEmpty() && (entry.path().isEmpty() || entry.owner().equals("steps"));
    }

    private String text(YamlEntry entry) {
        return text(entry, schema);
    }

    /** The finding about an entry that is wrong. */
    static String text(YamlEntry entry, DslSchema schema) {
        if (isItem(entry)) {
            return entry.place()
                    + (entry.path().isEmpty()
                            ? "an item of the file is " + found(entry) + ", expected an element such as '- route:'"
                            : "an item of steps is " + found(entry)
                                    + ", expected a step such as '- to: direct:cluster'")
                    + "; write one, or delete the line";
        }
        Set<Shape> allowed = schema.shapes(entry.inside());
        if (entry.isElement() && entry.shape() == Shape.TEXT && allowed.equals(EnumSet.of(Shape.MAPPING))) {
            return entry.place() + entry.key() + " has no parts; write them below it, indented, or delete it";
        }
        return entry.place() + name(entry) + " is " + found(entry) + ", expected "
                + allowed.stream().map(ShapeText::expected).collect(Collectors.joining(", or "));
    }

    private static String name(YamlEntry entry) {
        return !entry.key().isEmpty() ? entry.key() : entry.owner().isEmpty() ? "this" : "an item of " + entry.owner();
    }

    private static String found(YamlEntry entry) {
        return switch (entry.shape()) {
            case TEXT -> entry.value().isEmpty() ? "empty" : "plain text";
            case LIST -> "a list";
            case MAPPING -> "a mapping";
        };
    }

    private static String expected(Shape shape) {
        return switch (shape) {
            case TEXT -> "plain text";
            case LIST -> "a list; begin each item with '- '";
            case MAPPING -> "a mapping; write its parts below it, indented, as 'name: value'";
        };
    }

    private static String file(MarkedYamlEngineException failure) {
        return failure.getProblemMark().map(Mark::getName).orElse("");
    }

    private static int line(MarkedYamlEngineException failure) {
        return failure.getProblemMark().map(Mark::getLine).orElse(0) + 1;
    }
}
