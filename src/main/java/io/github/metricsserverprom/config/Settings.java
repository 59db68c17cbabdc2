// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.selection.Namespaces;
import io.github.metricsserverprom.selection.PodSelection;
import io.github.metricsserverprom.selection.ReadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings in force: defaults, overlaid by the properties file, the environment and system properties, in this order.
 * Holds every key of the file, also those that are not the program's own (operators may use keys of their own in
 * routes). Immutable.
 */
public final class Settings {

    private static final String[] OWN = {"exporter.", "demo."};
    private static final String[] SERVERS = {"camel.server.", "camel.management."};

    private final Map<String, String> values;
    private final Map<String, String> places;

    private Settings(Map<String, String> values, Map<String, String> places) {
        this.values = values;
        this.places = places;
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
        Map<String, String> places = new HashMap<>();
        file.values().keySet().forEach(key -> places.put(key, file.place(key)));
        List<String> mistakes = new ArrayList<>(unknown(file));
        Set<String> keys = new LinkedHashSet<>(values.keySet());
        Arrays.stream(Setting.values()).map(Setting::key).forEach(keys::add);
        for (String key : keys) {
            overlay(key, environment, system).ifPresent(found -> {
                values.put(key, found.value());
                places.put(key, found.where() + ": ");
            });
        }
        for (Setting setting : Setting.values()) {
            String value = values.get(setting.key());
            String mistake = value == null ? "" : setting.type().mistake(value);
            if (!mistake.isEmpty()) {
                mistakes.add(places.getOrDefault(setting.key(), "")
                        + OneLine.of(setting.key() + " is '" + value + "'" + mistake));
            }
        }
        Settings settings = new Settings(Collections.unmodifiableMap(values), Map.copyOf(places));
        if (mistakes.isEmpty()) {
            mistakes.addAll(settings.contradictions());
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigException(String.join("\n", mistakes));
        }
        return settings;
    }

    /** Settings that are right one by one and leave nothing to read together. */
    private List<String> contradictions() {
        try {
            if (reads().bringsUsage()) {
                return List.of();
            }
            String why = get(Setting.NAMESPACES).isEmpty()
                    ? "names neither node_metrics nor pod_metrics"
                    : "does not name pod_metrics, and node_metrics is off where exporter.namespaces has names";
            return List.of(place(Setting.COLLECTORS.key()) + "exporter.collectors is '" + get(Setting.COLLECTORS)
                    + "', which leaves no usage to publish: it " + why);
        } catch (IllegalArgumentException e) {
            return List.of(place(Setting.NAMESPACES_DENYLIST.key()) + "exporter.namespaces-denylist is '"
                    + get(Setting.NAMESPACES_DENYLIST) + "': " + e.getMessage());
        }
    }

    /** What is read of the cluster. */
    public ReadPlan reads() {
        PodSelection pods = new PodSelection(
                Namespaces.of(get(Setting.NAMESPACES)),
                NamespaceDenylist.of(get(Setting.NAMESPACES_DENYLIST)),
                LabelSelector.parse(get(Setting.LABEL_SELECTOR)));
        return ReadPlan.of(Collector.ofLabels(get(Setting.COLLECTORS)), pods, get(Setting.PODS), get(Setting.NODES));
    }

    /** A value from outside of the files, and where it was found. */
    private record Found(String value, String where) {}

    private static Optional<Found> overlay(String key, Map<String, String> environment, Properties system) {
        String property = system.getProperty(key);
        if (property != null) {
            return Optional.of(new Found(property.strip(), "system property " + key));
        }
        return Stream.concat(
                        Stream.of(Setting.environment(key)),
                        Setting.ofKey(key).flatMap(Setting::customaryEnvironment).stream())
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst()
                .map(variable -> new Found(environment.get(variable).strip(), "environment variable " + variable));
    }

    private static List<String> unknown(PropertiesFile file) {
        List<String> mistakes = new ArrayList<>();
        for (String key : file.values().keySet()) {
            boolean ours = Arrays.stream(OWN).anyMatch(key::startsWith);
            boolean servers = Arrays.stream(SERVERS).anyMatch(key::startsWith);
            if ((ours || servers) && Setting.ofKey(key).isEmpty()) {
                mistakes.add(file.place(key) + "unknown key " + OneLine.of(key) + nearest(key));
            }
        }
        return mistakes;
    }

    /** Compares what stands behind the first dot: before it, keys are always alike. */
    private static String nearest(String key) {
        String prefix = key.substring(0, key.indexOf('.') + 1);
        List<String> known = Arrays.stream(Setting.values())
                .map(Setting::key)
                .filter(other -> other.startsWith(prefix))
                .map(other -> other.substring(prefix.length()))
                .toList();
        String best = EditDistance.nearest(key.substring(prefix.length()), known);
        return best.isEmpty() ? "; src/docs/CONFIGURATION.md lists the keys" : "; did you mean " + prefix + best + "?";
    }

    /** The value of a setting; empty when it is not set. */
    public String get(Setting setting) {
        return values.getOrDefault(setting.key(), "");
    }

    /** The value of a setting whose type is a whole number. */
    public int number(Setting setting) {
        return Integer.parseInt(get(setting));
    }

    /** The value of a setting whose type is a time. */
    public Duration duration(Setting setting) {
        String value = get(setting);
        int unit = 0;
        while (Character.isDigit(value.charAt(unit))) {
            unit++;
        }
        long number = Long.parseLong(value.substring(0, unit));
        return switch (value.substring(unit)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** The value of a setting that is true or false. */
    public boolean flag(Setting setting) {
        return Boolean.parseBoolean(get(setting));
    }

    /** The value of a setting that is a list separated by commas, without empty entries. */
    public List<String> list(Setting setting) {
        return Arrays.stream(get(setting).split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** All values by key, for the property placeholders of routes. */
    public Properties asProperties() {
        Properties properties = new Properties();
        values.forEach(properties::setProperty);
        return properties;
    }

    /** Where the value of a key was found, {@code file:line: } for instance, for messages; empty for a default. */
    public String place(String key) {
        return places.getOrDefault(key, "");
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
