// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Namespaces that are read one by one, or the whole cluster.
 *
 * @param names in byte order, each once; empty for the whole cluster
 */
public record Namespaces(List<String> names) {

    /** The whole cluster. */
    public static final Namespaces ALL = new Namespaces(List.of());

    /** A label of RFC 1123, which names of namespaces are. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public Namespaces {
        names = List.copyOf(new TreeSet<>(names));
    }

    /**
     * From names separated by commas; null and blank stand for the whole cluster.
     *
     * @throws IllegalArgumentException naming the entry that is no name of a namespace
     */
    public static Namespaces of(String text) {
        if (text == null || text.isBlank()) {
            return ALL;
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        names.forEach(Namespaces::check);
        return new Namespaces(names);
    }

    private static void check(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("there is an empty entry between commas");
        }
        if (name.contains("*")) {
            throw new IllegalArgumentException(
                    "'" + name + "' is a pattern, expected a name: each of these namespaces is asked for by its name");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name of a namespace, expected up to 63 lower case"
                    + " letters, digits and '-' that begin and end with a letter or digit");
        }
    }

    /** Whether this is the whole cluster. */
    public boolean all() {
        return names.isEmpty();
    }

    /** The names, separated by a comma and a blank; {@code all} for the whole cluster. */
    @Override
    public String toString() {
        return all() ? "all" : String.join(", ", names);
    }
}
