// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is known of a metric family before it has samples. Names follow the
 * <a href="https://prometheus.io/docs/concepts/data_model/">Prometheus data model</a> as both text formats can carry it
 * (ASCII names).
 *
 * @param name the name of the samples, as in text 0.0.4: for {@link MetricType#INFO} it ends with {@code _info}
 * @param type the type
 * @param unit the unit in the plural ({@code cores}, {@code bytes}, {@code seconds}), which then ends the name; empty if
 *     there is none
 * @param help one sentence for people
 * @param labelNames the label names in the order of the page
 */
public record MetricFamily(String name, MetricType type, String unit, String help, List<String> labelNames) {
    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final String INFO_SUFFIX = "_info";

    /**
     * @throws IllegalArgumentException if a name, the unit or the list of labels breaks the data model; the message says
     *     which and how
     */
    public MetricFamily {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(help, "help");
        labelNames = List.copyOf(labelNames);
        if (!METRIC_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "metric name \"" + name + "\" is not valid, expected letters, digits, _ and :, not a digit first");
        }
        if (type == MetricType.INFO && (!name.endsWith(INFO_SUFFIX) || name.equals(INFO_SUFFIX))) {
            throw new IllegalArgumentException("metric " + name + " is of type info, so its name must end with _info");
        }
        if (type == MetricType.INFO && !unit.isEmpty()) {
            throw new IllegalArgumentException("metric " + name + " is of type info and cannot have the unit " + unit);
        }
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw new IllegalArgumentException("metric " + name + " must end with its unit, _" + unit);
        }
        Set<String> seen = new HashSet<>();
        for (String labelName : labelNames) {
            LabelNames.check(labelName);
            if (!seen.add(labelName)) {
                throw new IllegalArgumentException("metric " + name + " has the label " + labelName + " twice");
            }
        }
    }

    /** The same family with other labels, for families whose labels are only known at run time. */
    public MetricFamily withLabelNames(List<String> otherLabelNames) {
        return new MetricFamily(name, type, unit, help, otherLabelNames);
    }

    /** The name of the family, as OpenMetrics has it in its metadata: without the {@code _info} of info families. */
    String openMetricsName() {
        return type == MetricType.INFO ? name.substring(0, name.length() - INFO_SUFFIX.length()) : name;
    }
}
