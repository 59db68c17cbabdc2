// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.Main;

/**
 * Checks the {@code camel.*} keys of the properties file against the list that camel-main ships: Camel passes over a group
 * that it does not know, and names neither file nor line.
 */
final class CamelKeys {

    private static final String LIST = "/META-INF/camel-main-configuration-metadata.json";

    /** Groups whose keys name things of the operator's, so that no list can have them. */
    private static final List<String> FREE = List.of(
            "camel.component.",
            "camel.language.",
            "camel.dataformat.",
            "camel.beans.",
            "camel.routetemplate",
            "camel.variable.",
            "camel.kamelet.");

    private CamelKeys() {}

    /** What is wrong with the keys; the list is read only when there are keys to look up. */
    static List<String> findings(Settings settings) {
        List<String> keys = settings.asProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("camel.") && Setting.ofKey(key).isEmpty())
                .filter(key -> FREE.stream().noneMatch(key::startsWith))
                .sorted()
                .toList();
        List<String> findings = new ArrayList<>();
        if (!keys.isEmpty()) {
            JsonNode list = list();
            Set<String> known = names(list);
            for (String key : keys) {
                if (known.stream().noneMatch(name -> same(name, key))) {
                    findings.add(settings.place(key) + "unknown key " + key + Suggestion.of(key, known));
                }
            }
        }
        return findings;
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new TreeSet<>();
        list.path("properties")
                .forEach(property -> names.add(property.path("name").asText()));
        return names;
    }

    /** Camel takes {@code auto-startup}, {@code autoStartup} and {@code autostartup} for the same. */
    private static boolean same(String name, String key) {
        return bare(name).equals(bare(key)) || name.endsWith(".additionalProperties") && key.startsWith(name);
    }

    private static String bare(String key) {
        return key.toLowerCase(Locale.ROOT).replace("-", "");
    }

    private static JsonNode list() {
        try (InputStream file = Main.class.getResourceAsStream(LIST)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + LIST + " of camel-main", e);
        }
    }

    /** What is wrong with a key whose value Camel could not set. */
    static String binding(PropertyBindingException failure, Settings settings, Set<String> options) {
        String prefix = failure.getOptionPrefix();
        String key = (prefix.endsWith(".") ? prefix : prefix + ".") + failure.getOptionKey();
        String option = failure.getOptionKey();
        boolean unknown = failure.getCause() == null;
        return settings.place(key)
                + (unknown
                        ? "unknown key " + key + Suggestion.of(option, options)
                        : key + " is '" + failure.getValue() + "': " + FailureText.deepest(failure));
    }
}
