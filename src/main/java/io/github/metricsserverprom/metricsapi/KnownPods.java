// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.model.PodKey;
import java.util.List;

/**
 * Goes along the pods of the read before, among which nearly every pod stands (metrics-server sorts its answer,
 * pkg/api/pod.go), so that keys are taken from there: less garbage, and what follows knows a pod by its key's identity. A
 * list in another order only costs more memory. For one read; not thread-safe.
 */
final class KnownPods {

    private final List<PodKey> before;
    private final SharedTexts texts;
    private int place;

    /**
     * @param before the pods of the read before, in the order of its answer; empty for none
     * @param texts  those of the reads before
     */
    KnownPods(List<PodKey> before, SharedTexts texts) {
        this.before = before;
        this.texts = texts;
    }

    /** What stands in many pods. */
    SharedTexts texts() {
        return texts;
    }

    /** How many pods there probably are, and room for some more. */
    int likelySize() {
        return before.size() + before.size() / 16 + 10;
    }

    /** The name of the pod that probably is next; null for no idea. */
    String probableName() {
        PodKey probable = probable();
        return probable == null ? null : probable.name();
    }

    private PodKey probable() {
        return place < before.size() ? before.get(place) : null;
    }

    /** The key of the next pod, from the read before if it is there; then its successor is probable. */
    PodKey key(String namespace, String name) {
        PodKey known = probable();
        if (known != null && known.name().equals(name) && known.namespace().equals(namespace)) {
            place++;
            return known;
        }
        PodKey key = new PodKey(namespace, name);
        while (known != null && known.compareTo(key) < 0) {
            place++;
            known = probable();
        }
        if (known != null && known.equals(key)) {
            place++;
            return known;
        }
        return key;
    }
}
