// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what is wrong with several keys where a single one is to name a step, or an element of a file. */
final class BesideText {

    /** What most parts belong to. */
    private static final List<String> USUAL = List.of("route", "routeConfiguration", "bean", "to", "setHeader");

    private BesideText() {}

    /**
     * The finding.
     *
     * @param keys two or more of one mapping, in the order of the file
     */
    static String of(List<YamlEntry> keys, DslSchema schema) {
        YamlEntry first = keys.get(0);
        Set<String> known = schema.fields(first.path());
        if (known.contains(first.key())) {
            YamlEntry second = keys.get(1);
            return second.place() + second.key() + " stands beside " + first.key() + ", where nothing may be; indent"
                    + " it deeper to have it inside, or begin an item of its own with '- '";
        }
        String names = keys.stream().map(YamlEntry::key).collect(Collectors.joining(", "));
        return first.place() + names + " stand here by themselves; write them, indented, below what they belong to,"
                + " such as '- " + above(first, keys, known, schema) + ":'";
    }

    /** What may have stood above parts that stand by themselves: what has them all, of the usual steps if one of them has. */
    private static String above(YamlEntry first, List<YamlEntry> parts, Set<String> known, DslSchema schema) {
        Set<String> names = parts.stream().map(YamlEntry::key).collect(Collectors.toSet());
        return Stream.concat(USUAL.stream().filter(known::contains), known.stream())
                .filter(element -> {
                    List<String> inside = new ArrayList<>(first.path());
                    inside.add(element);
                    if (schema.fields(inside).containsAll(names)) {
                        return true;
                    }
                    inside.add("[0]");
                    return schema.fields(inside).containsAll(names);
                })
                .findFirst()
                .orElse(first.owner().isEmpty() ? "route" : first.owner().equals("steps") ? "to" : first.owner());
    }
}
