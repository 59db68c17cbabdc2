// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.catalogue.LabelColumns;
import io.github.metricsserverprom.exposition.LabelNames;
import io.github.metricsserverprom.exposition.LabelSet;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodUsage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The label names of a pod's series: those of the catalogue, then the pod labels that a route asked for, then the static
 * labels. Immutable.
 */
final class PodLabelNames {

    private final List<String> podLabels;
    private final Collection<String> columns;
    private final String[] staticValues;
    private final List<String> staticNames;
    private final LabelNames original;
    private final LabelNames container;
    private final LabelNames pod;
    private final LabelNames info;

    PodLabelNames(List<String> podLabels, Map<String, String> staticLabels) {
        Map<String, String> names = LabelColumns.names(podLabels);
        this.podLabels = List.copyOf(names.keySet());
        this.columns = names.values();
        this.staticNames = List.copyOf(staticLabels.keySet());
        this.staticValues = staticLabels.values().toArray(String[]::new);
        this.original = names(Catalogue.ORIGINAL_POD_CPU);
        this.container = names(Catalogue.CONTAINER_CPU_USAGE);
        this.pod = names(Catalogue.POD_SAMPLE_TIMESTAMP);
        this.info = names(Catalogue.POD_INFO);
    }

    private LabelNames names(Catalogue entry) {
        List<String> all = new ArrayList<>(entry.family().labelNames());
        all.addAll(columns);
        all.addAll(staticNames);
        return LabelNames.of(all);
    }

    /** The values of the pod labels asked for, empty where the pod does not have them. */
    List<String> podLabelValues(PodUsage usage) {
        if (podLabels.isEmpty()) {
            return List.of();
        }
        return podLabels.stream()
                .map(label -> usage.labels().getOrDefault(label, ""))
                .toList();
    }

    LabelSet original(PodUsage usage, String container, List<String> podLabelValues) {
        PodFacts facts = usage.facts();
        return set(original, podLabelValues, facts.node(), usage.name(), facts.ip(), container, usage.namespace());
    }

    LabelSet container(PodUsage usage, String name, List<String> podLabelValues) {
        return set(
                container,
                podLabelValues,
                usage.namespace(),
                usage.name(),
                name,
                usage.facts().node());
    }

    LabelSet pod(PodUsage usage, List<String> podLabelValues) {
        return set(pod, podLabelValues, usage.namespace(), usage.name());
    }

    LabelSet info(PodUsage usage, List<String> podLabelValues) {
        PodFacts facts = usage.facts();
        return set(
                info,
                podLabelValues,
                usage.namespace(),
                usage.name(),
                facts.uid(),
                facts.node(),
                facts.ip(),
                facts.hostIp(),
                facts.ownerKind(),
                facts.ownerName(),
                facts.qosClass());
    }

    private LabelSet set(LabelNames names, List<String> podLabelValues, String... own) {
        String[] values = new String[own.length + podLabelValues.size() + staticValues.length];
        System.arraycopy(own, 0, values, 0, own.length);
        for (int i = 0; i < podLabelValues.size(); i++) {
            values[own.length + i] = podLabelValues.get(i);
        }
        System.arraycopy(staticValues, 0, values, values.length - staticValues.length, staticValues.length);
        return names.values(values);
    }
}
