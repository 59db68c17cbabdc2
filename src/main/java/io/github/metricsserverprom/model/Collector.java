// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The upstream reads of a scrape, by the value of the {@code collector} label. */
public enum Collector {
    /** {@code GET /apis/metrics.k8s.io/v1beta1/nodes}. */
    NODE_METRICS("node_metrics", true, false),
    /** {@code GET /apis/metrics.k8s.io/v1beta1/pods}. */
    POD_METRICS("pod_metrics", true, true),
    /** Facts about pods, from {@code GET /api/v1/pods}. */
    PODS("pods", false, true),
    /** Facts about nodes, from {@code GET /api/v1/nodes}; only read when a family needs them. */
    NODES("nodes", false, false);

    private final String label;
    private final boolean usage;
    private final boolean namespaced;

    Collector(String label, boolean usage, boolean namespaced) {
        this.label = label;
        this.usage = usage;
        this.namespaced = namespaced;
    }

    /** The value of the {@code collector} label, in JSON too. */
    @JsonValue
    public String label() {
        return label;
    }

    /** Whether this read brings usage; a scrape of which every such read failed is answered with 503. */
    public boolean bringsUsage() {
        return usage;
    }

    /** Whether this read can be made for one namespace alone; the others need a right to the whole cluster. */
    public boolean isNamespaced() {
        return namespaced;
    }

    /**
     * The collector of a label value.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    public static Collector ofLabel(String label) {
        for (Collector collector : values()) {
            if (collector.label.equals(label)) {
                return collector;
            }
        }
        throw new IllegalArgumentException("unknown collector '" + label + "', expected one of "
                + Arrays.stream(values()).map(Collector::label).collect(Collectors.joining(", ")));
    }

    /**
     * The collectors of label values separated by commas.
     *
     * @throws IllegalArgumentException when one of them is none, or there is none at all
     */
    public static Set<Collector> ofLabels(String labels) {
        Set<Collector> collectors = EnumSet.noneOf(Collector.class);
        for (String label : labels.split(",")) {
            collectors.add(ofLabel(label.strip()));
        }
        return collectors;
    }
}
