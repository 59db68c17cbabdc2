// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import io.github.metricsserverprom.model.NamePatterns;
import java.util.List;
import java.util.regex.Pattern;

/** Namespaces whose pods are left out, by name or by pattern with {@code *} for any characters. Immutable. */
public final class NamespaceDenylist {

    /** Leaves nothing out. */
    public static final NamespaceDenylist NONE = new NamespaceDenylist(null);

    private static final Pattern ENTRY = Pattern.compile("[-a-z0-9*]{1,63}");
    private static final Pattern EVERYTHING = Pattern.compile("\\*+");

    /** Some proxies refuse longer URLs than 8,000 characters; names beyond this are only left out here. */
    private static final int LONGEST_SELECTOR = 2_000;

    private final NamePatterns patterns;

    private NamespaceDenylist(NamePatterns patterns) {
        this.patterns = patterns;
    }

    /**
     * From names and patterns separated by commas; null and blank leave nothing out.
     *
     * @throws IllegalArgumentException naming the entry that can match no namespace, or that matches all
     */
    public static NamespaceDenylist of(String text) {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        NamePatterns patterns = NamePatterns.of(text);
        patterns.entries().forEach(NamespaceDenylist::check);
        return new NamespaceDenylist(patterns);
    }

    private static void check(String entry) {
        if (!ENTRY.matcher(entry).matches()) {
            throw new IllegalArgumentException("'" + entry + "' matches no namespace, expected up to 63 lower case"
                    + " letters, digits and '-', with * for any of them");
        }
        if (EVERYTHING.matcher(entry).matches()) {
            throw new IllegalArgumentException(
                    "'" + entry + "' would leave out all pods; to read none, switch their reads off");
        }
    }

    /** Whether nothing is left out. */
    public boolean isEmpty() {
        return patterns == null;
    }

    /** Whether the pods of a namespace are left out. */
    public boolean denies(String namespace) {
        return patterns != null && patterns.matches(namespace);
    }

    /**
     * What spares the network the pods of namespaces that are named without a pattern, for the pods API: the metrics API
     * knows no field selectors. Empty when there is none.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/">Field selectors</a>
     */
    public String fieldSelector() {
        List<String> exact = patterns == null
                ? List.of()
                : patterns.entries().stream()
                        .filter(entry -> !entry.contains("*"))
                        .sorted()
                        .distinct()
                        .toList();
        StringBuilder selector = new StringBuilder();
        for (String name : exact) {
            String part = (selector.isEmpty() ? "" : ",") + "metadata.namespace!=" + name;
            if (selector.length() + part.length() <= LONGEST_SELECTOR) {
                selector.append(part);
            }
        }
        return selector.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamespaceDenylist list && list.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The names and patterns in byte order, separated by a comma and a blank; empty when nothing is left out. */
    @Override
    public String toString() {
        return patterns == null
                ? ""
                : String.join(
                        ", ", patterns.entries().stream().sorted().distinct().toList());
    }
}
