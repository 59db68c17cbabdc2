// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A list of names in which {@code *} stands for any characters, also none; everything else stands for itself, upper and
 * lower case differ. Immutable.
 */
public final class NamePatterns {

    private final List<String> entries;
    private final Pattern pattern;

    private NamePatterns(List<String> entries) {
        this.entries = entries;
        this.pattern = Pattern.compile(
                String.join("|", entries.stream().map(NamePatterns::expression).toList()));
    }

    /**
     * From a text such as {@code kube-system,kube-*}: entries separated by commas, blanks around them do not count.
     *
     * @throws IllegalArgumentException when there is no entry, or an empty one between commas
     */
    public static NamePatterns of(String text) {
        List<String> entries =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (entries.contains("")) {
            throw new IllegalArgumentException(
                    text.isBlank() ? "the list of names is empty" : "'" + text + "' has an empty entry");
        }
        return new NamePatterns(entries);
    }

    private static String expression(String entry) {
        return Pattern.quote(entry).replace("*", "\\E.*\\Q");
    }

    /** The entries as they were given. */
    @JsonValue
    public List<String> entries() {
        return entries;
    }

    /** Whether one of the entries matches the whole name. */
    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamePatterns patterns && patterns.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** The entries, separated by commas. */
    @Override
    public String toString() {
        return String.join(",", entries);
    }
}
