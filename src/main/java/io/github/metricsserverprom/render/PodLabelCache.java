// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodUsage;
import java.util.List;

/**
 * Rendered label sets of the pods of one page, kept from scrape to scrape: labels change when pods do, values with every
 * scrape. Both the page and what is kept are sorted by pod, so one walk along both finds everything; a pod that is not
 * where it should be only costs that its labels are rendered again. Holds what the last page needed. Thread-safe.
 */
final class PodLabelCache {

    private final PodLabelNames names;
    private volatile PodLabelSets[] last = {};

    PodLabelCache(PodLabelNames names) {
        this.names = names;
    }

    /** The label sets of each pod, in the order of the list. */
    PodLabelSets[] of(List<PodUsage> pods) {
        PodLabelSets[] before = last;
        PodLabelSets[] found = new PodLabelSets[pods.size()];
        boolean same = before.length == found.length;
        int place = 0;
        for (int i = 0; i < found.length; i++) {
            PodUsage pod = pods.get(i);
            PodKey key = pod.metrics().key();
            while (place < before.length && before[place].key().compareTo(key) < 0) {
                place++;
            }
            List<String> values = names.podLabelValues(pod);
            boolean known = place < before.length && before[place].fit(pod, values);
            found[i] = known ? before[place++] : new PodLabelSets(pod, values, names);
            same &= known;
        }
        if (same) {
            return before;
        }
        last = found;
        return found;
    }
}
