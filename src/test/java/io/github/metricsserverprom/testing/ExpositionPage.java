// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** A page as {@link ExpositionParser} read it: families in page order, each with its samples in page order. */
public record ExpositionPage(List<Family> families) {

    /**
     * A family.
     *
     * @param name as in the metadata: without {@code _info} in OpenMetrics
     * @param type as in the metadata, for instance {@code gauge}
     * @param unit empty if the page gives none
     * @param help unescaped; empty if the page gives none
     */
    public record Family(String name, String type, String unit, String help, List<Sample> samples) {}

    /**
     * A sample.
     *
     * @param name as on the line of the sample
     * @param labels in the order of the line, unescaped
     * @param valueText the value as it is written
     */
    public record Sample(String name, Map<String, String> labels, String valueText) {

        /** The value as Prometheus reads it. */
        public double value() {
            return switch (valueText) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(valueText);
            };
        }
    }

    /** The names of the families in page order. */
    public List<String> familyNames() {
        return families.stream().map(Family::name).toList();
    }

    /** The family of this name in the metadata. */
    public Family family(String name) {
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no family " + name + " among " + familyNames()));
    }

    /** Every sample with this name on its line; none if there is none. */
    public List<Sample> samples(String name) {
        return families.stream()
                .flatMap(family -> family.samples().stream())
                .filter(sample -> sample.name().equals(name))
                .toList();
    }

    /**
     * The text of the one value whose name is the one given and whose labels include those given.
     *
     * @param labels name, value, name, value and so on
     */
    public String value(String name, String... labels) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        List<Sample> found = samples(name).stream()
                .filter(sample -> sample.labels().entrySet().containsAll(wanted.entrySet()))
                .toList();
        if (found.size() != 1) {
            throw new NoSuchElementException(found.size() + " samples match " + name + wanted + ": " + found);
        }
        return found.get(0).valueText();
    }
}
