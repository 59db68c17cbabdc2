// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label selector (equality and set based) or a field selector, as query parameters spell them:
 * {@code app=cart,tier!=db,team in (a,b),!canary}. Immutable.
 */
final class Selector {
    /** Matches everything. */
    static final Selector ALL = new Selector(List.of());

    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^()]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*([^=!\\s]*)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([^=!\\s()]+)");
    private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

    private final List<Requirement> requirements;

    /** A value must be (must not be) among some; no values: the key must (must not) be there. */
    private record Requirement(String key, boolean positive, Set<String> values) {
        boolean holds(String value) {
            boolean matches = values.isEmpty() ? value != null : value != null && values.contains(value);
            return matches == positive;
        }
    }

    private Selector(List<Requirement> requirements) {
        this.requirements = requirements;
    }

    /** @throws IllegalArgumentException in the words of the API server, if the text is no selector */
    static Selector parse(String text) {
        if (text.isBlank()) {
            return ALL;
        }
        List<Requirement> requirements = new ArrayList<>();
        for (String part : COMMA_OUTSIDE_PARENTHESES.split(text, -1)) {
            requirements.add(requirement(part.strip()));
        }
        return new Selector(List.copyOf(requirements));
    }

    boolean matchesAll() {
        return requirements.isEmpty();
    }

    /** @param values looks a value up by its key; null where there is none */
    boolean matches(UnaryOperator<String> values) {
        for (Requirement requirement : requirements) {
            if (!requirement.holds(values.apply(requirement.key()))) {
                return false;
            }
        }
        return true;
    }

    List<String> keys() {
        return requirements.stream().map(Requirement::key).toList();
    }

    private static Requirement requirement(String part) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            Set<String> values = Set.of(set.group(3).strip().split("\\s*,\\s*"));
            return new Requirement(set.group(1), set.group(2).equals("in"), values);
        }
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            return new Requirement(equality.group(1), !equality.group(2).equals("!="), Set.of(equality.group(3)));
        }
        Matcher existence = EXISTENCE.matcher(part);
        if (existence.matches()) {
            return new Requirement(existence.group(2), existence.group(1).isEmpty(), Set.of());
        }
        throw new IllegalArgumentException("unable to parse requirement: found '" + part
                + "', expected: identifier, 'in', 'notin', '=', '==', '!=' or an end");
    }
}
