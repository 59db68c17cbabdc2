// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.host.YamlEntry.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which step lacks its expression, and which expression cannot be read; Camel 4.18.0 names neither. */
final class ExpressionText {

    private static final Pattern MISSING = Pattern.compile("Unsupported definition: null|.*[Ee]xpression must be .*");
    private static final Pattern SYNTAX =
            Pattern.compile("[Uu]nexpected (.+?)(?: at location \\d+\\s+(.*?)\\s*\\*?\\s*)?", Pattern.DOTALL);
    private static final Pattern FUNCTION = Pattern.compile(
            "(?:Valid syntax: (\\S+) was|Unknown function): (.*?)(?: at location \\d+\\s.*)?", Pattern.DOTALL);
    private static final String REMEDY =
            " has no expression; write one below it, for instance 'constant: text' or 'simple: ${body}'";

    private final FailurePlace place;

    /** Prepares for a failure. */
    ExpressionText(FailurePlace place) {
        this.place = place;
    }

    /** The finding of the first link that is about an expression; empty when none is. */
    Optional<String> explain(List<Throwable> chain) {
        for (Throwable link : chain) {
            String message = String.valueOf(link.getMessage());
            if (MISSING.matcher(message).matches()) {
                return Optional.of(missing());
            }
            Matcher syntax = SYNTAX.matcher(message);
            if (syntax.matches()) {
                return Optional.of(unreadable(syntax.group(1), syntax.group(2)));
            }
            Matcher function = FUNCTION.matcher(message);
            if (function.matches()) {
                String found = function.group(2);
                String form = String.valueOf(function.group(1));
                return Optional.of(
                        place.of(entry -> entry.mentions(found)) + "'" + found + "' is no function of simple, expected "
                                + (form.equals("null") ? "one such as ${body} or ${header.name}" : form));
            }
        }
        return Optional.empty();
    }

    private String missing() {
        DslSchema schema = DslSchema.load();
        return place.find(entry -> isMissing(entry, schema))
                .map(entry -> entry.place() + entry.key() + REMEDY)
                .or(() -> place.find(entry -> isStray(entry, schema)).map(entry -> FieldText.unknown(entry, schema)))
                .orElse(place.text() + "a step" + REMEDY);
    }

    private boolean isMissing(YamlEntry entry, DslSchema schema) {
        if (entry.key().isEmpty() || entry.shape() == Shape.LIST) {
            return false;
        }
        List<String> inside = entry.inside();
        List<String> expression = new ArrayList<>(inside);
        expression.add("expression");
        Set<String> below = schema.fields(expression);
        Set<String> languages = below.isEmpty() && isExpression(schema.fields(inside)) ? schema.fields(inside) : below;
        return !languages.isEmpty()
                && place.yaml()
                        .entries()
                        .filter(part ->
                                part.file().equals(entry.file()) && part.path().equals(inside))
                        .noneMatch(part -> part.isKey("expression") || languages.contains(part.key()));
    }

    /** Whether something else stands among the languages of an expression. */
    private static boolean isStray(YamlEntry entry, DslSchema schema) {
        Set<String> known = entry.key().isEmpty() ? Set.of() : schema.fields(entry.path());
        return isExpression(known) && !known.contains(entry.key());
    }

    /** Whether fields are those of an expression, one for each language. */
    private static boolean isExpression(Set<String> fields) {
        return fields.contains("constant") && fields.contains("simple");
    }

    private String unreadable(String found, String expression) {
        Optional<YamlEntry> entry = expression == null
                ? place.find(other -> other.isKey("precondition"))
                : place.find(other -> other.hasValue(expression.strip()));
        return entry.map(other -> other.place() + other.key() + " is '" + other.value() + "'")
                        .orElse(place.text() + "an expression is '" + expression + "'")
                + ": unexpected " + FailureText.oneLine(found) + ", expected for instance ${header.a} == 'b'";
    }
}
