// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the shipped route files have in common, so that operators find their way in them. */
class RoutesTest {

    private static final String KEBAB_CASE = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    static List<Path> files() throws IOException {
        return Pipeline.shippedRoutes();
    }

    @Test
    void thereAreRoutes() throws IOException {
        assertThat(files()).hasSizeGreaterThan(8);
        for (Path file : files()) {
            assertThat(entries(file)).as(file.toString()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteSaysWhatItIs(Path file) throws IOException {
        for (Map<String, Map<String, Object>> entry : entries(file)) {
            entry.forEach((kind, content) -> {
                if (kind.equals("route") || kind.equals("routeConfiguration")) {
                    assertThat(content).as(kind + " of " + file).containsKeys("id", "description");
                    assertThat((String) content.get("description"))
                            .as("description of " + content.get("id"))
                            .matches("[A-Z].{20,}\\.");
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileOfRoutesIsNamedAfterOneOfThem(Path file) throws IOException {
        List<Object> routes = entries(file).stream()
                .filter(entry -> entry.containsKey("route"))
                .map(entry -> entry.get("route").get("id"))
                .toList();
        if (!routes.isEmpty()) {
            assertThat(routes).contains(file.getFileName().toString().replaceFirst("\\.camel\\.yaml$", ""));
        }
    }

    @Test
    void idsAreKebabCaseAndUnique() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files()) {
            values(load(file), "id", ids);
        }
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().allSatisfy(id -> assertThat(id)
                .matches(KEBAB_CASE));
    }

    @Test
    void beansAreNamedInKebabCase() throws IOException {
        List<String> names = new ArrayList<>();
        values(load(Path.of("routes/beans.camel.yaml")), "name", names);
        assertThat(names).contains("prometheus").doesNotHaveDuplicates().allSatisfy(name -> assertThat(name)
                .matches(KEBAB_CASE));
    }

    @ParameterizedTest
    @MethodSource("files")
    void optionsStandInParameters(Path file) throws IOException {
        List<String> uris = new ArrayList<>();
        values(load(file), "uri", uris);
        assertThat(uris).allSatisfy(uri -> assertThat(uri).doesNotContain("?"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileBeginsWithWhatItIsForAndHasNoTabs(Path file) throws IOException {
        assertThat(Files.readString(file)).startsWith("# ").doesNotContain("\t").endsWith("\n");
    }

    /**
     * Every setting that the routes use is in application.properties, with its default. Where that is empty, and only there,
     * the routes say so again with a colon: Camel K takes an empty property for none.
     */
    @Test
    void placeholdersHaveTheirDefaultsInOnePlace() throws IOException {
        Map<String, String> defaults = Files.readAllLines(Path.of("application.properties")).stream()
                .filter(line -> line.contains("=") && !line.startsWith("# "))
                .map(line -> line.replaceFirst("^#", "").split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
        List<String> known = defaults.entrySet().stream()
                .map(entry -> entry.getKey() + (entry.getValue().isEmpty() ? ":" : ""))
                .toList();
        for (Path file : files()) {
            Stream<String> used = java.util.regex.Pattern.compile("\\{\\{([^}]+)}}")
                    .matcher(String.join(
                            "\n",
                            Files.readAllLines(file).stream()
                                    .filter(line -> !line.strip().startsWith("#"))
                                    .toList()))
                    .results()
                    .map(match -> match.group(1));
            assertThat(used).as(file.toString()).isSubsetOf(known);
        }
    }

    private static Object load(Path file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    @SuppressWarnings("unchecked") // the YAML DSL is a list of objects with one key, whose values are objects or lists
    private static List<Map<String, Map<String, Object>>> entries(Path file) throws IOException {
        return ((List<Map<String, Object>>) load(file))
                .stream()
                        .filter(entry ->
                                entry.values().stream().allMatch(Map.class::isInstance) || entry.containsKey("beans"))
                        .map(entry -> entry.containsKey("beans")
                                ? Map.of("beans", Map.<String, Object>of())
                                : (Map<String, Map<String, Object>>) (Map<String, ?>) entry)
                        .toList();
    }

    /** The values of a key at any depth. */
    private static void values(Object node, String key, List<String> into) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (name.equals(key) && value instanceof String text) {
                    into.add(text);
                }
                values(value, key, into);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(element -> values(element, key, into));
        }
    }
}
