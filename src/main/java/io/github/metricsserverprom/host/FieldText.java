// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.Comparator;
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
        return file + ":" + line + ": " + FailureText.oneLine(failure.getProblem());
    }

    /** Camel names the mapping around or below; the line of the field is what people look for. */
    private String unknown(String file, int mappingLine, String field) {
        Optional<YamlEntry> entry = yaml.entries()
                .filter(e -> e.file().equals(file) && e.isKey(field))
                .min(Comparator.comparingInt(e -> Math.abs(e.line() - mappingLine)));
        return entry.map(found -> unknown(found, DslSchema.load()))
                .orElse(file + ":" + mappingLine + ": unknown field " + field);
    }

    static String unknown(YamlEntry entry, DslSchema schema) {
        Set<String> known = new TreeSet<>(schema.fields(entry.path()));
        String owner = entry.owner();
        String what = owner.isEmpty() ? "element " : owner.equals("steps") ? "step " : "field ";
        String of = owner.isEmpty() || owner.equals("steps") ? "" : " of " + owner;
        return entry.place() + "unknown " + what + entry.key() + of + Suggestion.of(entry.key(), known);
    }
}
