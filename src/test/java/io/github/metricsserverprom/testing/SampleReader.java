// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import io.github.metricsserverprom.testing.ExpositionPage.Sample;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one line with a sample from left to right. Used for one line. */
final class SampleReader {
    private static final Pattern VALUE = Pattern.compile("NaN|[+-]Inf|-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String line;
    private int position;

    SampleReader(String line) {
        this.line = line;
    }

    /** Says which rule the line breaks. */
    static final class BrokenRule extends RuntimeException {
        BrokenRule(String rule) {
            super(rule);
        }
    }

    Sample read() {
        String name = name("metric name", true);
        Map<String, String> labels = new LinkedHashMap<>();
        if (peek() == '{') {
            do {
                position++;
                String label = name("label name", false);
                expect('=');
                if (labels.put(label, quoted()) != null) {
                    throw new BrokenRule("the label " + label + " twice");
                }
            } while (peek() == ',');
            expect('}');
        }
        expect(' ');
        String value = line.substring(position);
        if (!VALUE.matcher(value).matches()) {
            throw new BrokenRule("a bad value");
        }
        return new Sample(name, Collections.unmodifiableMap(labels), value);
    }

    private String name(String what, boolean colons) {
        int start = position;
        while (isNameCharacter(peek(), position > start, colons)) {
            position++;
        }
        if (position == start) {
            throw new BrokenRule("no " + what + " at column " + (start + 1));
        }
        return line.substring(start, position);
    }

    private static boolean isNameCharacter(char c, boolean digits, boolean colons) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (colons && c == ':')
                || (digits && c >= '0' && c <= '9');
    }

    private String quoted() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char c = next();
            if (c == '\\') {
                c = switch (next()) {
                    case 'n' -> '\n';
                    case '\\' -> '\\';
                    case '"' -> '"';
                    default -> throw new BrokenRule("a bad escape in a label value");
                };
            }
            value.append(c);
        }
        position++;
        return value.toString();
    }

    private char peek() {
        return position < line.length() ? line.charAt(position) : '\n';
    }

    private char next() {
        if (position == line.length()) {
            throw new BrokenRule("a label value without an end");
        }
        return line.charAt(position++);
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw new BrokenRule("no '" + expected + "' at column " + (position + 1));
        }
        position++;
    }
}
