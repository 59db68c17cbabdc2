// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a list header such as {@code Accept}: values with parameters and a weight (RFC 9110 sections 5.6.1, 5.6.6 and
 * 12.4.2). An element that breaks the grammar is left out, the others count.
 */
final class WeightedValues {
    /** What HTTP servers accept in a header anyway; a longer one is not read at all. */
    private static final int MAX_LENGTH = 8192;

    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

    private final String header;
    private int position;

    private WeightedValues(String header) {
        this.header = header;
    }

    /**
     * One element of the list.
     *
     * @param name in lower case, for instance {@code text/plain} or {@code gzip}
     * @param parameters without the weight; names in lower case
     * @param weight in thousandths, 0 to 1000
     */
    record Value(String name, Map<String, String> parameters, int weight) {}

    /** The well-formed elements in their order; none of a header that is absent (null) or longer than 8 KiB. */
    static List<Value> of(String header) {
        if (header == null || header.length() > MAX_LENGTH) {
            return List.of();
        }
        return new WeightedValues(header).read();
    }

    private List<Value> read() {
        List<Value> values = new ArrayList<>();
        while (position < header.length()) {
            Value value = value();
            skipSpace();
            if (value != null && (position == header.length() || header.charAt(position) == ',')) {
                values.add(value);
            }
            skipElement();
        }
        return values;
    }

    private Value value() {
        skipSpace();
        String name = token();
        if (take('/')) {
            String subtype = token();
            name = name.isEmpty() || subtype.isEmpty() ? "" : name + "/" + subtype;
        }
        Map<String, String> parameters = new HashMap<>();
        int weight = 1000;
        skipSpace();
        while (take(';')) {
            skipSpace();
            String key = token().toLowerCase(Locale.ROOT);
            boolean hasContent = take('=');
            String content = hasContent ? content() : null;
            // Between two semicolons there may be nothing (RFC 9110 section 5.6.6), but not half a parameter.
            if (key.isEmpty() ? hasContent : content == null) {
                return null;
            }
            if (key.equals("q")) {
                weight = weight(content);
            } else if (!key.isEmpty()) {
                parameters.put(key, content);
            }
            skipSpace();
        }
        return name.isEmpty() || weight < 0 ? null : new Value(name.toLowerCase(Locale.ROOT), parameters, weight);
    }

    /** A parameter's value, a token or a quoted string; null if it is neither. */
    private String content() {
        if (!take('"')) {
            String token = token();
            return token.isEmpty() ? null : token;
        }
        StringBuilder content = new StringBuilder();
        while (position < header.length()) {
            char c = header.charAt(position++);
            if (c == '"') {
                return content.toString();
            }
            if (c == '\\' && position < header.length()) {
                c = header.charAt(position++);
            }
            content.append(c);
        }
        return null;
    }

    /** The weight in thousandths; -1 if it is not one: 0 or 1, and up to three digits behind a decimal point. */
    private static int weight(String text) {
        if (text == null || !text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
            return -1;
        }
        String thousandths = text.length() < 3 ? "" : text.substring(2);
        int fraction = Integer.parseInt((thousandths + "000").substring(0, 3));
        return (text.charAt(0) - '0') * 1000 + fraction;
    }

    private String token() {
        int start = position;
        while (position < header.length() && isTokenCharacter(header.charAt(position))) {
            position++;
        }
        return header.substring(start, position);
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_PUNCTUATION.indexOf(c) >= 0;
    }

    private boolean take(char expected) {
        boolean found = position < header.length() && header.charAt(position) == expected;
        position += found ? 1 : 0;
        return found;
    }

    private void skipSpace() {
        while (position < header.length() && (header.charAt(position) == ' ' || header.charAt(position) == '\t')) {
            position++;
        }
    }

    /** Goes behind the next comma that is not inside of a quoted string. */
    private void skipElement() {
        boolean quoted = false;
        while (position < header.length()) {
            char c = header.charAt(position++);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                position++;
            } else if (c == ',' && !quoted) {
                return;
            }
        }
    }
}
