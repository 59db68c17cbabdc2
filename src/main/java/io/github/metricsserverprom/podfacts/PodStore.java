// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import java.util.HashMap;
import java.util.Map;

/**
 * The pods that a watch knows. A pod whose facts did not change keeps the object that holds them, and as long as no pod
 * changes every {@link #list()} is the same object, so that those who derive something from them can tell. Thread-safe.
 */
final class PodStore {

    private Map<PodKey, PodFacts> pods = Map.of();
    private PodFactsList list = new PodFactsList(Map.of());
    private boolean listIsCurrent = true;

    /** Replaces everything by a whole list, which the store takes for itself. */
    synchronized void replace(Map<PodKey, PodFacts> whole) {
        Map<PodKey, PodFacts> old = pods;
        if (!old.isEmpty()) {
            whole.replaceAll((key, facts) -> {
                PodFacts known = old.get(key);
                return facts.equals(known) ? known : facts;
            });
        }
        if (!whole.equals(old)) {
            listIsCurrent = false;
        }
        pods = whole;
    }

    /** Takes what is new of one pod. */
    synchronized void put(PodKey key, PodFacts facts) {
        PodFacts known = pods.get(key);
        if (!facts.equals(known)) {
            pods.put(key, facts);
            listIsCurrent = false;
        }
    }

    /** Forgets a pod. */
    synchronized void remove(PodKey key) {
        if (pods.remove(key) != null) {
            listIsCurrent = false;
        }
    }

    /** The pods as they are now; the map does not change afterwards. */
    synchronized PodFactsList list() {
        if (!listIsCurrent) {
            list = new PodFactsList(new HashMap<>(pods));
            listIsCurrent = true;
        }
        return list;
    }

    synchronized int size() {
        return pods.size();
    }
}
