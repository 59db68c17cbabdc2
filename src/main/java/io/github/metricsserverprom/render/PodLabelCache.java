// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Rendered label sets of the pods of one page, kept from scrape to scrape: labels change when pods do, values with every
 * scrape. Holds what the last page needed and little more. Thread-safe.
 */
final class PodLabelCache {

    /** How many more pods than those of the last page may be kept before the others are dropped. */
    private static final double SLACK = 1.1;

    private final PodLabelNames names;
    private final Map<PodKey, PodLabelSets> sets = new ConcurrentHashMap<>();

    PodLabelCache(PodLabelNames names) {
        this.names = names;
    }

    /** The label sets of each pod, in the order of the list. */
    PodLabelSets[] of(List<PodUsage> pods) {
        PodLabelSets[] found = new PodLabelSets[pods.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = of(pods.get(i));
        }
        if (sets.size() > found.length * SLACK + 100) {
            sets.keySet()
                    .retainAll(pods.stream().map(pod -> pod.metrics().key()).collect(Collectors.toSet()));
        }
        return found;
    }

    private PodLabelSets of(PodUsage pod) {
        PodKey key = pod.metrics().key();
        List<String> podLabelValues = names.podLabelValues(pod);
        PodLabelSets known = sets.get(key);
        if (known != null && known.fit(pod, podLabelValues)) {
            return known;
        }
        PodLabelSets made = new PodLabelSets(pod, podLabelValues, names);
        sets.put(key, made);
        return made;
    }
}
