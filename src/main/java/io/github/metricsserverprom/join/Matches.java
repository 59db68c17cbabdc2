// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodUsage;
import java.util.List;

/**
 * Which facts the last join found for which pod, in its order. As long as the facts are the same object as then, the next
 * join needs no lookup for a pod that is the same object as then: of large clusters a lookup by namespace and name costs
 * several loads from memory that no cache holds. Immutable.
 */
final class Matches {

    static final Matches NONE = new Matches(null, List.of());

    private final PodFactsList facts;
    private final PodKey[] keys;

    /** Null where there were none. */
    private final PodFacts[] found;

    /**
     * Keeps what a join found.
     *
     * @param facts where it looked; null for nowhere
     * @param pods  what it brought, in the order of their keys
     */
    Matches(PodFactsList facts, List<PodUsage> pods) {
        this.facts = facts;
        this.keys = new PodKey[pods.size()];
        this.found = new PodFacts[pods.size()];
        for (int i = 0; i < keys.length; i++) {
            PodUsage pod = pods.get(i);
            keys[i] = pod.key();
            found[i] = pod.matched() ? pod.facts() : null;
        }
    }

    /**
     * Looks pods up.
     *
     * @param now where to look; null for nowhere
     */
    Walk walk(PodFactsList now) {
        return new Walk(now);
    }

    /** One way along the pods, which must be asked for in the order of their keys. */
    final class Walk {

        private final PodFactsList now;
        private int place;

        private Walk(PodFactsList now) {
            this.now = now;
            this.place = now == facts ? 0 : keys.length;
        }

        /** The facts of a pod; null when there are none. */
        PodFacts of(PodKey key) {
            while (place < keys.length && keys[place].compareTo(key) < 0) {
                place++;
            }
            if (place < keys.length && keys[place] == key) {
                return found[place++];
            }
            return now == null ? null : now.byKey().get(key);
        }
    }
}
