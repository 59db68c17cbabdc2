// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All files of routes as entries with their lines: what is wrong with them before Camel sees them, and where things are. */
final class YamlFiles {

    private final Map<String, YamlFile> files = new LinkedHashMap<>();

    private YamlFiles() {}

    static YamlFiles of(RouteFiles routes) {
        YamlFiles all = new YamlFiles();
        routes.files().forEach((file, content) -> {
            String name = routes.shown(file);
            all.files.put(name, YamlFile.parse(name, new String(content, StandardCharsets.UTF_8)));
        });
        return all;
    }

    /** What is wrong with the files as YAML, and references among them that Camel takes without a word. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        files.values().forEach(file -> findings.addAll(file.findings()));
        if (findings.isEmpty()) {
            files.values().forEach(file -> findings.addAll(StrayElements.findings(file)));
            files.values().forEach(file -> findings.addAll(MissingParts.findings(file)));
            findings.addAll(unknownRouteConfigurations());
        }
        return findings;
    }

    /** Whether a file cannot be read as YAML, or is no list of routes. */
    boolean isUnreadable(String file) {
        return files.containsKey(file) && !files.get(file).findings().isEmpty();
    }

    private List<String> unknownRouteConfigurations() {
        Set<String> known = new HashSet<>();
        entries()
                .filter(entry -> entry.isKey("id") && entry.path().size() == 2)
                .filter(entry -> entry.owner().equals("routeConfiguration")
                        || entry.owner().equals("route-configuration"))
                .filter(entry -> entry.value() != null)
                .forEach(entry -> known.add(entry.value()));
        return entries()
                .filter(entry ->
                        entry.isKey("routeConfigurationId") && entry.path().size() == 2)
                .filter(entry -> entry.value() != null && !entry.value().contains("{{"))
                .flatMap(entry -> Stream.of(entry.value().split(","))
                        .filter(id -> !id.contains("*") && !known.contains(id))
                        .map(id -> entry.place()
                                + (id.isBlank()
                                        ? "routeConfigurationId is empty"
                                        : "unknown routeConfigurationId " + id)
                                + Suggestion.of(id, known)))
                .toList();
    }

    Stream<YamlEntry> entries() {
        return files.values().stream().flatMap(file -> file.entries().stream());
    }

    /** The first entry that fits, in the order of the files. */
    Optional<YamlEntry> find(YamlScope scope, Predicate<YamlEntry> wanted) {
        return entries().filter(scope::has).filter(wanted).findFirst();
    }

    /** The first entry of a part of the files that fits, or else of all of them. */
    Optional<YamlEntry> findNear(YamlScope scope, Predicate<YamlEntry> wanted) {
        return find(scope, wanted).or(() -> find(YamlScope.ALL, wanted));
    }

    /** {@code file:line: } of what {@link #findNear} finds; of the part's beginning when that is nothing. */
    String placeNear(YamlScope scope, Predicate<YamlEntry> wanted) {
        return findNear(scope, wanted).map(YamlEntry::place).orElse(scope.place());
    }

    /** The names of the beans that the files declare. */
    Set<String> beanNames() {
        Set<String> names = new TreeSet<>();
        entries()
                .filter(entry -> entry.isKey("name") && entry.owner().equals("beans") && entry.value() != null)
                .forEach(entry -> names.add(entry.value()));
        return names;
    }

    /** The declaration of a bean. */
    YamlScope bean(String name) {
        return entries()
                .filter(entry -> entry.isKey("name") && entry.owner().equals("beans") && entry.hasValue(name))
                .findFirst()
                .map(entry -> new YamlScope(entry.file(), entry.parent(), endOf(entry)))
                .orElse(YamlScope.ALL);
    }

    /** The last line of the mapping that has an entry. */
    private int endOf(YamlEntry entry) {
        return files.get(entry.file()).entries().stream()
                .filter(other -> other.path().size() >= entry.path().size()
                        && other.path().subList(0, entry.path().size()).equals(entry.path()))
                .mapToInt(YamlEntry::line)
                .max()
                .orElse(entry.line());
    }

    /** The top-level item, such as a route, that has a line of a file. */
    YamlScope item(String file, int line) {
        YamlFile found = files.get(file);
        return found == null ? YamlScope.ALL : found.item(line);
    }

    /** What the file says in the top-level item that has a line: keys and values without comments and layout. */
    String text(String file, int line) {
        StringBuilder text = new StringBuilder();
        YamlScope item = item(file, line);
        entries().filter(item::has).filter(entry -> !entry.path().isEmpty()).forEach(entry -> text.append(
                        entry.path().subList(1, entry.path().size()))
                .append(entry.key())
                .append('=')
                .append(entry.value())
                .append('\n'));
        return text.toString();
    }
}
