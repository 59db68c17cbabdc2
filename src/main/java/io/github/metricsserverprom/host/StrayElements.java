// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Elements of a file that no file has. Camel 4.18.0 reads steps there, where they have lost their route, and forgets them. */
final class StrayElements {

    /** What the schema of Camel's YAML has at the top, which is not read for files that are well. */
    private static final Set<String> ELEMENTS = Set.of(
            "beans",
            "dataFormats",
            "errorHandler",
            "from",
            "intercept",
            "interceptFrom",
            "interceptSendToEndpoint",
            "onCompletion",
            "onException",
            "rest",
            "restConfiguration",
            "route",
            "routeConfiguration",
            "routeTemplate",
            "templatedRoute");

    private static final List<String> STEPS = List.of("[0]", "route", "from", "steps", "[0]");

    private StrayElements() {}

    /** A line for each of them. */
    static List<String> findings(YamlFile file) {
        Map<List<String>, Integer> keys = new HashMap<>();
        file.entries().stream()
                .filter(StrayElements::isElement)
                .forEach(entry -> keys.merge(entry.path(), 1, Integer::sum));
        return file.entries().stream()
                .filter(StrayElements::isElement)
                // Several beside each other are parts of something, and Camel refuses them.
                .filter(entry -> keys.get(entry.path()) == 1 && !ELEMENTS.contains(entry.key()))
                // Older names of elements, which Camel takes as well.
                .filter(entry -> !entry.key().contains("-"))
                .map(StrayElements::text)
                .toList();
    }

    private static boolean isElement(YamlEntry entry) {
        return entry.path().size() == 1 && entry.isElement();
    }

    private static String text(YamlEntry entry) {
        DslSchema schema = DslSchema.load();
        return schema.fields(STEPS).contains(entry.key())
                ? entry.place() + entry.key()
                        + " is a step and belongs to no route here; write it, indented, below 'steps:'"
                : FieldText.unknown(entry, schema);
    }
}
