// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The settings in force: defaults, overlaid by the properties file, the environment and system properties, in this order.
 * Holds every key of the file, also those that are not the program's own (operators may use keys of their own in
 * routes). Immutable.
 */
public final class Settings {

    private static final String[] OWN = {"exporter.", "demo."};
    private static final String[] SERVERS = {"camel.server.", "camel.management."};

    private final PropertiesFile file;
    private final Map<String, String> values;

    private Settings(PropertiesFile file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    /**
     * Puts the settings together and checks them.
     *
     * @param defaults    text of the shipped {@code application.properties}
     * @param name        name of the operator's file, for messages
     * @param text        its text; null when there is none
     * @param environment environment variables
     * @param system      system properties
     * @throws ConfigException naming place, key, value and what was expected; all mistakes, one per line
     */
    public static Settings of(
            String defaults, String name, String text, Map<String, String> environment, Properties system)
            throws ConfigException {
        PropertiesFile shipped = PropertiesFile.parse("default application.properties", defaults);
        PropertiesFile file = text == null ? PropertiesFile.NONE : PropertiesFile.parse(name, text);
        Map<String, String> values = new LinkedHashMap<>(shipped.values());
        values.putAll(file.values());
        List<String> mistakes = new ArrayList<>(unknown(file));
        for (String key : List.copyOf(values.keySet())) {
            overlay(key, environment, system).ifPresent(found -> values.put(key, found.value()));
        }
        for (Setting setting : Setting.values()) {
            Optional<Found> over = overlay(setting, environment, system);
            over.ifPresent(found -> values.put(setting.key(), found.value()));
            String value = values.getOrDefault(setting.key(), "");
            if (!setting.type().accepts(value) && values.containsKey(setting.key())) {
                mistakes.add(over.map(found -> found.where() + ": ").orElse(file.place(setting.key())) + setting.key()
                        + " is '" + value + "', expected " + setting.type().expected());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigException(String.join("\n", mistakes));
        }
        return new Settings(file, Collections.unmodifiableMap(values));
    }

    /** A value from outside of the files, and where it was found. */
    private record Found(String value, String where) {}

    private static Optional<Found> overlay(Setting setting, Map<String, String> environment, Properties system) {
        return overlay(setting.key(), environment, system)
                .or(() -> setting.customaryEnvironment()
                        .filter(environment::containsKey)
                        .map(variable -> new Found(environment.get(variable), "environment variable " + variable)))
                .filter(found -> !found.value().isEmpty() || setting.type() == ValueType.TEXT);
    }

    private static Optional<Found> overlay(String key, Map<String, String> environment, Properties system) {
        String property = system.getProperty(key);
        if (property != null) {
            return Optional.of(new Found(property.strip(), "system property " + key));
        }
        String variable = Setting.environment(key);
        return Optional.ofNullable(environment.get(variable))
                .map(value -> new Found(value.strip(), "environment variable " + variable));
    }

    private static List<String> unknown(PropertiesFile file) {
        List<String> mistakes = new ArrayList<>();
        for (String key : file.values().keySet()) {
            boolean ours = Arrays.stream(OWN).anyMatch(key::startsWith);
            boolean servers = Arrays.stream(SERVERS).anyMatch(key::startsWith);
            if ((ours || servers) && Setting.ofKey(key).isEmpty()) {
                mistakes.add(file.place(key) + "unknown key " + key + nearest(key));
            }
        }
        return mistakes;
    }

    private static String nearest(String key) {
        String best = "";
        int bestDistance = Math.max(2, key.length() / 4) + 1;
        for (Setting setting : Setting.values()) {
            int distance = EditDistance.between(key, setting.key());
            if (distance < bestDistance) {
                bestDistance = distance;
                best = setting.key();
            }
        }
        return best.isEmpty() ? "; src/docs/CONFIGURATION.md lists the keys" : "; did you mean " + best + "?";
    }

    /** The value of a setting; empty when it is not set. */
    public String get(Setting setting) {
        return values.getOrDefault(setting.key(), "");
    }

    /** The value of a setting whose type is a whole number. */
    public int number(Setting setting) {
        return Integer.parseInt(get(setting));
    }

    /** All values by key, for the property placeholders of routes. */
    public Properties asProperties() {
        Properties properties = new Properties();
        values.forEach(properties::setProperty);
        return properties;
    }

    /** {@code file:line: } of a key, for messages; empty for a key that is not in the operator's file. */
    public String place(String key) {
        return file.place(key);
    }

    /** The settings whose values differ. */
    public Set<Setting> changedFrom(Settings other) {
        Set<Setting> changed = EnumSet.noneOf(Setting.class);
        for (Setting setting : Setting.values()) {
            if (!get(setting).equals(other.get(setting))) {
                changed.add(setting);
            }
        }
        return changed;
    }
}
