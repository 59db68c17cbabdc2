// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import java.util.Comparator;
import java.util.List;

/**
 * Goes along the list of the read before, in which nearly every pod stands with the same containers (metrics-server
 * sorts its answer, pkg/api/pod.go), so that names and keys are taken from there: less garbage, and what follows knows a
 * pod by its key's identity. A list in another order only costs more memory. Not thread-safe.
 */
final class KnownPods {

    /** The API gives containers in an order that changes from request to request. */
    private static final Comparator<ContainerMetrics> BY_NAME = Comparator.comparing(ContainerMetrics::name);

    private final List<PodMetrics> before;
    private int place;

    /** @param before the pods of the read before, in the order of its answer; empty for none */
    KnownPods(List<PodMetrics> before) {
        this.before = before;
    }

    /** The pod that probably is next; null for no idea. */
    PodMetrics probable() {
        return place < before.size() ? before.get(place) : null;
    }

    /** The key of the next pod, from the read before if it is there; then its successor is probable. */
    PodKey key(String namespace, String name) {
        PodMetrics known = probable();
        if (known != null && is(known, namespace, name)) {
            place++;
            return known.key();
        }
        PodKey key = new PodKey(namespace, name);
        while (known != null && known.key().compareTo(key) < 0) {
            place++;
            known = probable();
        }
        if (known != null && known.key().equals(key)) {
            place++;
            return known.key();
        }
        return key;
    }

    private static boolean is(PodMetrics known, String namespace, String name) {
        return known.key().name().equals(name) && known.key().namespace().equals(namespace);
    }

    /** The containers of the probable pod, if that has these names; empty for no idea. */
    List<ContainerMetrics> containers(String namespace, String name) {
        PodMetrics known = probable();
        return known != null && is(known, namespace, name) ? known.containers() : List.of();
    }

    /**
     * Puts the containers of a pod in order. Of a name that is there twice the first stays: two series must not have the
     * same labels.
     */
    static void sort(List<ContainerMetrics> containers) {
        if (containers.size() > 1) {
            containers.sort(BY_NAME);
            for (int i = containers.size() - 1; i > 0; i--) {
                if (containers.get(i).name().equals(containers.get(i - 1).name())) {
                    containers.remove(i);
                }
            }
        }
    }
}
