// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for, as far as it can be seen without a parser of PromQL: enough for queries that are
 * written plainly.
 *
 * @param metrics   names of labels that the selector of each metric has
 * @param groupings labels of {@code by}, {@code on} and the like
 */
record Query(String text, Map<String, Set<String>> metrics, Set<String> groupings) {

    private static final Pattern TEXTS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-zA-Z_][a-zA-Z0-9_:]*+)\\s*+(?:\\{([^}]*)\\})?");
    private static final Set<String> WORDS =
            Set.of("by", "on", "without", "ignoring", "group_left", "group_right", "unless", "and", "or", "bool");

    static Query of(String text) {
        String rest = RANGE.matcher(TEXTS.matcher(text).replaceAll("''")).replaceAll("");
        Set<String> groupings = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(rest);
        while (grouping.find()) {
            groupings.addAll(names(grouping.group(1)));
        }
        rest = GROUPING.matcher(rest).replaceAll(" ");
        Map<String, Set<String>> metrics = new TreeMap<>();
        Matcher selector = SELECTOR.matcher(rest);
        while (selector.find()) {
            String name = selector.group(1);
            boolean called = rest.substring(selector.end()).stripLeading().startsWith("(");
            if (!WORDS.contains(name) && !called) {
                Set<String> labels = metrics.computeIfAbsent(name, metric -> new TreeSet<>());
                if (selector.group(2) != null) {
                    labels.addAll(names(selector.group(2).replaceAll("(=~|!~|!=|=)\\s*''", "")));
                }
            }
        }
        return new Query(text, metrics, groupings);
    }

    private static Set<String> names(String list) {
        Set<String> names = new TreeSet<>();
        for (String name : list.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }
}
