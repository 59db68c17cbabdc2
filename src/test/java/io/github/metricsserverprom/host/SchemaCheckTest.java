// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaCheckTest {

    /**
     * A file and what is said of it.
     *
     * @param name     what is wrong
     * @param text     the file
     * @param findings without the name of the file
     */
    record Row(String name, String text, List<String> findings) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, String text, String... findings) {
        return new Row(name, text, List.of(findings));
    }

    /** A route with steps. */
    private static Row steps(String name, String steps, String... findings) {
        return row(name, "- from:\n    uri: direct:a\n    steps:\n" + steps.indent(6), findings);
    }

    static Stream<Row> rows() {
        return Stream.of(shapes(), values(), parts()).flatMap(rows -> rows);
    }

    private static Stream<Row> shapes() {
        return Stream.of(
                row("mapping for the file, which is said before", "route:\n  from:\n    uri: direct:a\n"),
                row(
                        "nothing for a mapping",
                        "- onException:\n    exception:\n      - java.lang.Exception\n    handled:\n",
                        "4: handled is empty, expected a mapping; write its parts below it, indented, as 'name: value'"),
                row(
                        "mapping in a list of text",
                        "- onException:\n    exception:\n      - java.lang.Exception\n      - {a: b}\n",
                        "4: an item of exception is a mapping, expected plain text"),
                steps("list for text", "- log:\n    message: [a, b]\n", "5: message is a list, expected plain text"),
                steps(
                        "text for steps of a step",
                        "- pipeline:\n    steps: a\n",
                        "5: steps is plain text, expected a list;" + " begin each item with '- '"),
                steps(
                        "step and its parts side by side",
                        "- marshal:\n  json: {}\n",
                        "5: json stands beside marshal, where nothing may be; indent it deeper to have it inside, or begin"
                                + " an item of its own with '- '"),
                steps(
                        "parts by themselves, said once",
                        "- name: a\n  constant: b\n",
                        "4: name, constant stand here by themselves; write them, indented, below what they belong to, such"
                                + " as '- setHeader:'"));
    }

    private static Stream<Row> values() {
        return Stream.of(
                steps(
                        "neither true nor false",
                        "- pipeline:\n    disabled: maybe\n    steps:\n      - to: direct:b\n",
                        "5: disabled is 'maybe', expected true or false"),
                steps(
                        "true in quotes and a placeholder, which Camel takes",
                        "- pipeline:\n    disabled: \"true\"\n    steps:\n      - to:\n          uri: direct:b\n"
                                + "          disabled: \"{{x}}\"\n"),
                steps(
                        "none of the words",
                        "- marshal:\n    json:\n      library: Jakson\n",
                        "6: library is 'Jakson', expected one of Fastjson, Gson, Jackson, Jsonb"),
                steps(
                        "a word in another case and a placeholder, which Camel takes",
                        "- marshal:\n    json:\n      library: jackson\n- marshal:\n    json:\n"
                                + "      library: \"{{x}}\"\n"));
    }

    private static Stream<Row> parts() {
        return Stream.of(
                row(
                        "bean without a class",
                        "- beans:\n    - name: a\n      type: java.lang.Object\n    - name: b\n",
                        "4: bean has no type; name its class, such as 'type:"
                                + " io.github.metricsserverprom.reshape.Reshape'"),
                row(
                        "unknown field of a bean",
                        "- beans:\n    - name: a\n      type: java.lang.Object\n      initMethd: b\n",
                        "4: unknown field initMethd of beans; did you mean initMethod?"),
                steps(
                        "a part that has no example",
                        "- log:\n    logName: a\n",
                        "4: log has no message; write 'message:' below it, indented"),
                steps(
                        "misspelt part, not a missing one as well",
                        "- log:\n    mesage: a\n",
                        "5: unknown field mesage of log; did you mean message?"),
                steps("one of the languages, which may be any", "- setProperty:\n    name: a\n"),
                row("route without steps, which Camel says of the route", "- from:\n    uri: direct:a\n"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhatIsFoundAndWhatIsRight(Row row) throws Exception {
        TreeMap<String, byte[]> files =
                new TreeMap<>(Map.of("a.camel.yaml", row.text().getBytes(StandardCharsets.UTF_8)));
        RouteFiles routes = new RouteFiles(Path.of("routes"), files, new TreeSet<>(), null, "");
        Settings settings =
                Settings.of(Files.readString(Path.of("application.properties")), "", null, Map.of(), new Properties());

        assertThat(SchemaCheck.findings(Sources.of(routes, settings)))
                .containsExactlyElementsOf(row.findings().stream()
                        .map(finding -> "routes/a.camel.yaml:" + finding)
                        .toList());
    }
}
