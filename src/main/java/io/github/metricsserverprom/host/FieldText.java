// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException;
import org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what is wrong with a field or a step that the YAML of Camel does not have, and which ones there are. */
final class FieldText {

    private static final Pattern NAME = Pattern.compile("(?:Unsupported field|Unknown node id): (.*)", Pattern.DOTALL);

    private static final Pattern SECOND = Pattern.compile("Field: (.*) has already been configured as an expression.*");
    private static final Pattern LANGUAGE = Pattern.compile("Unknown expression with id: (.*)");
    private static final Pattern WORD =
            Pattern.compile("Enum: class \\S+ does not have any constant with value: ?(.*)");
    private static final Pattern QUERY = Pattern.compile("Uri should not contains query parameters \\(uri: (.*)\\)");

    /** What Camel 4.18.0 says without a remedy. */
    private static final Map<String, String> PROBLEMS = Map.of(
            "Unable to determine the error handler type for the node",
            "errorHandler has no kind; write one below it, for instance 'noErrorHandler: {}'",
            "RouteTemplate must have from set",
            "routeTemplate has no from; begin it with 'from:' and below that, indented, 'uri:'",
            "Unable to find constructor for node",
            "an item without anything in it; write a step such as '- to: direct:cluster', or delete it",
            "Uri is mandatory",
            "there is no uri; say what to call, for instance 'uri: direct:cluster'");

    private final YamlFiles yaml;

    FieldText(YamlFiles yaml) {
        this.yaml = yaml;
    }

    String finding(MarkedYamlEngineException failure) {
        String file = failure.getProblemMark().map(Mark::getName).orElse("");
        int line = failure.getProblemMark().map(Mark::getLine).orElse(0) + 1;
        Matcher name = NAME.matcher(String.valueOf(failure.getProblem()));
        if ((failure instanceof UnsupportedFieldException || failure instanceof UnknownNodeIdException)
                && name.matches()) {
            return unknown(file, line, name.group(1));
        }
        return marked(file, line, FailureText.oneLine(failure.getProblem()));
    }

    private String marked(String file, int line, String problem) {
        Matcher twice = SECOND.matcher(problem);
        if (twice.matches()) {
            return expression(file, line, twice.group(1));
        }
        Matcher language = LANGUAGE.matcher(problem);
        if (language.matches()) {
            return unknown(file, line, language.group(1));
        }
        Matcher word = WORD.matcher(problem);
        if (word.matches()) {
            return word(file, line, word.group(1));
        }
        Matcher query = QUERY.matcher(problem);
        if (query.matches()) {
            return file + ":" + line + ": uri is '" + query.group(1)
                    + "' and has parameters below it; write the options" + " that stand behind its '?' there as well";
        }
        return file + ":" + line + ": " + PROBLEMS.getOrDefault(problem, problem);
    }

    /** A key beside an expression: another expression, or one that is not known. */
    private String expression(String file, int line, String field) {
        return nearest(file, line, field)
                .map(entry -> {
                    DslSchema schema = DslSchema.load();
                    return schema.fields(entry.path()).contains(field)
                            ? entry.place() + field + " is a second expression of " + entry.owner()
                                    + ", where only one may be; delete one of them"
                            : unknown(entry, schema);
                })
                .orElse(file + ":" + line + ": " + field
                        + " is a second expression, where only one may be; delete one of" + " them");
    }

    private String word(String file, int line, String value) {
        return yaml.entries()
                .filter(entry -> entry.file().equals(file) && entry.valueLine() == line && entry.hasValue(value))
                .findFirst()
                .map(entry -> word(entry, DslSchema.load()))
                .orElse(file + ":" + line + ": '" + value + "' is none of the words that may be here");
    }

    /** Says which words may stand in place of a value. */
    static String word(YamlEntry entry, DslSchema schema) {
        return entry.place() + entry.key() + " is '" + entry.value() + "', expected one of "
                + String.join(", ", schema.words(entry.inside()));
    }

    /** Camel names the mapping around or below; the line of the field is what people look for. */
    private String unknown(String file, int mappingLine, String field) {
        return nearest(file, mappingLine, field)
                .map(found -> unknown(found, DslSchema.load()))
                .orElse(file + ":" + mappingLine + ": unknown field " + field);
    }

    private Optional<YamlEntry> nearest(String file, int line, String field) {
        return yaml.entries()
                .filter(entry -> entry.file().equals(file) && entry.isKey(field))
                .min(Comparator.comparingInt(entry -> Math.abs(entry.line() - line)));
    }

    static String unknown(YamlEntry entry, DslSchema schema) {
        Set<String> known = new TreeSet<>(schema.fields(entry.path()));
        String owner = entry.owner();
        String what = owner.isEmpty() ? "element " : owner.equals("steps") ? "step " : "field ";
        String of = owner.isEmpty() || owner.equals("steps") ? "" : " of " + owner;
        if (entry.key().isBlank()) {
            return entry.place() + "a " + what.strip() + of + " has no name; write one before the colon";
        }
        return entry.place() + "unknown " + what + entry.key() + of + Suggestion.of(entry.key(), known);
    }
}
