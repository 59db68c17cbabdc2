// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.EditDistance;
import io.github.metricsserverprom.host.YamlEntry.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What routes, steps and beans cannot do without. Camel 4.18.0 says of it neither file nor line, blames the routes that use a
 * route configuration for what is missing there, or fails in its own code.
 */
final class MissingParts {

    /**
     * A part that something must have.
     *
     * @param owner  the names of what must have it
     * @param parts  names of the part; one of them must be there
     * @param remedy what to do
     */
    private record Rule(Set<String> owner, List<String> parts, String remedy) {}

    private static final String BEANS = "beans";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    Set.of("route"),
                    List.of("from"),
                    "begin it with 'from:' and below that, indented, 'uri:', for instance 'uri: platform-http:/mine'"),
            new Rule(
                    Set.of("from"),
                    List.of("uri"),
                    "say where its messages come from, for instance 'uri: platform-http:/mine'"),
            new Rule(
                    Set.of("to", "toD", "wireTap"),
                    List.of("uri"),
                    "say what to call, for instance 'uri: direct:cluster'"),
            new Rule(
                    Set.of("bean"),
                    List.of("ref", "beanType"),
                    "name one of the beans of the routes, for instance 'ref: reshape'"),
            new Rule(
                    Set.of("setHeader", "setProperty"),
                    List.of("name"),
                    "say which one to set, for instance 'name: Content-Type'"),
            new Rule(
                    Set.of("removeHeaders", "removeProperties"),
                    List.of("pattern"),
                    "say which ones to remove, for instance 'pattern: \"*\"' for all"),
            new Rule(
                    Set.of("onException"),
                    List.of("exception"),
                    "list the classes to catch below 'exception:', for instance '- java.lang.Exception'"),
            new Rule(Set.of(BEANS), List.of("name"), "give it the name that routes call it by, such as 'name: mine'"),
            new Rule(
                    Set.of(BEANS),
                    List.of("type"),
                    "name its class, such as 'type: io.github.metricsserverprom.reshape.Reshape'"));

    private final Map<List<String>, Map<String, YamlEntry>> mappings = new HashMap<>();
    private final Set<List<String>> lists = new HashSet<>();

    private MissingParts(YamlFile file) {
        for (YamlEntry entry : file.entries()) {
            if (entry.key().isEmpty()) {
                lists.add(entry.path());
            } else {
                mappings.computeIfAbsent(entry.path(), path -> new LinkedHashMap<>())
                        .put(entry.key(), entry);
            }
        }
    }

    /** A line for each part that a file leaves out, or leaves empty. */
    static List<String> findings(YamlFile file) {
        MissingParts check = new MissingParts(file);
        List<String> findings = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (YamlEntry entry : file.entries()) {
            if (isBean(entry.path()) && !entry.key().isEmpty() && seen.add(entry.path())) {
                check.missing(BEANS, "bean", entry, entry.path()).ifPresent(findings::add);
            } else if (isOwner(entry) && (entry.shape() == Shape.MAPPING || entry.hasValue(""))) {
                check.missing(entry.key(), entry.key(), entry, entry.inside()).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static boolean isBean(List<String> path) {
        return path.size() == 3 && path.get(1).equals(BEANS);
    }

    /** Routes and their beginnings at the top of a file; steps anywhere. A route with nothing at all has a finding of its own. */
    private static boolean isOwner(YamlEntry entry) {
        return switch (entry.key()) {
            case "route" -> entry.path().size() == 1 && entry.shape() == Shape.MAPPING;
            case "from" ->
                entry.path().size() == 1
                        || entry.path().size() == 2 && entry.owner().equals("route");
            case BEANS -> false;
            default -> entry.isElement() && entry.path().size() > 1;
        };
    }

    private Optional<String> missing(String owner, String name, YamlEntry at, List<String> inside) {
        Map<String, YamlEntry> parts = mappings.getOrDefault(inside, Map.of());
        for (Rule rule : RULES) {
            if (!rule.owner().contains(owner)) {
                continue;
            }
            List<YamlEntry> there = rule.parts().stream()
                    .filter(parts::containsKey)
                    .map(parts::get)
                    .toList();
            if (there.isEmpty()) {
                if (rule.parts().stream().anyMatch(part -> !EditDistance.nearest(part, parts.keySet())
                        .isEmpty())) {
                    // A misspelt name, which is explained as such.
                    return Optional.empty();
                }
                return Optional.of(text(at, owner, rule.parts().get(0)));
            }
            if (there.stream().allMatch(this::isEmpty)) {
                return Optional.of(
                        there.get(0).place() + there.get(0).key() + " of " + name + " is empty; " + rule.remedy());
            }
        }
        return Optional.empty();
    }

    /** Says of the mapping at an entry that a part of it is missing. Items of {@code beans} are beans. */
    static String text(YamlEntry at, String owner, String part) {
        String name = owner.equals(BEANS) ? "bean" : at.key().isEmpty() ? "an item of " + owner : owner;
        String remedy = RULES.stream()
                .filter(rule -> rule.owner().contains(owner) && rule.parts().contains(part))
                .map(Rule::remedy)
                .findFirst()
                .orElse("write '" + part + ":' below it, indented");
        return at.place() + name + " has no " + part + "; " + remedy;
    }

    private boolean isEmpty(YamlEntry part) {
        return switch (part.shape()) {
            case TEXT -> part.value().isBlank();
            case LIST -> !lists.contains(part.inside());
            case MAPPING -> !mappings.containsKey(part.inside());
        };
    }
}
