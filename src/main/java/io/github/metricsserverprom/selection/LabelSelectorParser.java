// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Parses one label selector by the grammar that API servers use (k8s.io/apimachinery, pkg/labels/selector.go, Parse), and
 * writes each requirement in one form. Not thread-safe; for one use.
 */
final class LabelSelectorParser {

    private static final String OPERATORS = "=, ==, !=, in, notin, < or >";

    private static final int LONGEST_PREFIX = 253;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private final LabelSelectorTokens tokens;

    LabelSelectorParser(String text) {
        this.tokens = new LabelSelectorTokens(text);
    }

    /**
     * The requirements in their order.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    List<String> requirements() {
        List<String> requirements = new ArrayList<>();
        do {
            requirements.add(requirement());
        } while (tokens.take(","));
        if (!tokens.atEnd()) {
            throw tokens.unexpected("a comma or the end");
        }
        return requirements;
    }

    private String requirement() {
        if (tokens.take("!")) {
            return "!" + key();
        }
        String key = key();
        if (tokens.atEnd() || tokens.isNext(",")) {
            return key;
        }
        String operator = tokens.takeOneOf("=", "==", "!=", "<", ">", "in", "notin");
        return switch (operator) {
            case "in", "notin" -> key + ' ' + operator + " (" + String.join(",", values()) + ')';
            case "=", "==" -> key + '=' + value();
            case "!=" -> key + "!=" + value();
            case "<", ">" -> key + operator + number();
            default -> throw tokens.unexpected(OPERATORS);
        };
    }

    private String key() {
        String key = tokens.takeWord();
        if (key.isEmpty()) {
            throw tokens.unexpected("the name of a label");
        }
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        boolean goodPrefix = slash < 0
                || prefix.length() <= LONGEST_PREFIX
                        && SUBDOMAIN.matcher(prefix).matches();
        if (!goodPrefix || !NAME.matcher(key.substring(slash + 1)).matches()) {
            throw new IllegalArgumentException(
                    "'" + key + "' is no name of a label, expected a DNS name and '/' or"
                            + " nothing, then up to 63 letters, digits, '-', '_' and '.' that begin and end with a letter or digit");
        }
        return key;
    }

    /** The word after an operator, which may be missing: an empty value is a value. */
    private String value() {
        return checked(tokens.takeWord());
    }

    private static String checked(String value) {
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no value of a label, expected up to 63 letters,"
                    + " digits, '-', '_' and '.' that begin and end with a letter or digit");
        }
        return value;
    }

    private String number() {
        String number = tokens.takeWord();
        if (number.isEmpty()) {
            throw tokens.unexpected("a whole number");
        }
        try {
            return Long.toString(Long.parseLong(number));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + number + "' is no whole number, which < and > compare with", e);
        }
    }

    private Collection<String> values() {
        if (!tokens.take("(")) {
            throw tokens.unexpected("'('");
        }
        Collection<String> values = new TreeSet<>();
        do {
            values.add(value());
        } while (tokens.take(","));
        if (!tokens.take(")")) {
            throw tokens.unexpected("a comma or ')'");
        }
        return values;
    }
}
