// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.exposition.LabelSet;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodUsage;
import java.util.List;

/**
 * The rendered label sets of one pod's series, and what they were made of, so that they can be used again as long as that
 * does not change. Immutable.
 */
final class PodLabelSets {

    private final PodKey key;
    private final PodFacts facts;
    private final String[] containers;
    private final List<String> podLabelValues;
    private final LabelSet[] original;
    private final LabelSet[] container;
    private final LabelSet pod;
    private final LabelSet info;

    PodLabelSets(PodUsage usage, List<String> podLabelValues, PodLabelNames names) {
        this.key = usage.metrics().key();
        this.facts = usage.facts();
        int size = usage.containers().size();
        this.containers = new String[size];
        this.podLabelValues = podLabelValues;
        this.original = new LabelSet[size];
        this.container = new LabelSet[size];
        for (int i = 0; i < size; i++) {
            String name = usage.containers().get(i).name();
            containers[i] = name;
            original[i] = names.original(usage, name, podLabelValues);
            container[i] = names.container(usage, name, podLabelValues);
        }
        this.pod = names.pod(usage, podLabelValues);
        this.info = names.info(usage, podLabelValues);
    }

    /** Whether these are the label sets of this pod as it is now. */
    boolean fit(PodUsage usage, List<String> values) {
        if (!(key == usage.metrics().key() || key.equals(usage.metrics().key()))
                || containers.length != usage.containers().size()
                || !(facts == usage.facts() || facts.equals(usage.facts()))
                || !podLabelValues.equals(values)) {
            return false;
        }
        for (int i = 0; i < original.length; i++) {
            if (!containers[i].equals(usage.containers().get(i).name())) {
                return false;
            }
        }
        return true;
    }

    PodKey key() {
        return key;
    }

    LabelSet original(int index) {
        return original[index];
    }

    LabelSet container(int index) {
        return container[index];
    }

    LabelSet pod() {
        return pod;
    }

    LabelSet info() {
        return info;
    }
}
