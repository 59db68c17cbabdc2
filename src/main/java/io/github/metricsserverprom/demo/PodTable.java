// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/** The pods at one resource version, in the order of lists. Immutable. */
final class PodTable {
    private final SimPod[] pods;

    PodTable(List<SimPod> unordered) {
        pods = unordered.toArray(SimPod[]::new);
        Arrays.sort(pods);
    }

    private PodTable(SimPod[] ordered) {
        pods = ordered;
    }

    int size() {
        return pods.length;
    }

    SimPod get(int index) {
        return pods[index];
    }

    /** A view of all pods in order. */
    List<SimPod> all() {
        return Arrays.asList(pods);
    }

    /** The index of the first pod that comes at or after this key. */
    int indexOf(String namespace, String name) {
        int low = 0;
        int high = pods.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(pods[middle], namespace, name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The index after the last pod of a namespace. */
    int endOf(String namespace) {
        return indexOf(namespace + '\0', "");
    }

    /** The pod with this key, or null. */
    SimPod find(String namespace, String name) {
        int index = indexOf(namespace, name);
        return index < pods.length && compare(pods[index], namespace, name) == 0 ? pods[index] : null;
    }

    /**
     * A table with changes.
     *
     * @param changes the pod that now has the place of the key, or null where there is none any more
     */
    PodTable with(SortedMap<Key, SimPod> changes) {
        List<SimPod> merged = new ArrayList<>(pods.length + changes.size());
        int from = 0;
        for (var change : changes.entrySet()) {
            Key key = change.getKey();
            int at = indexOf(key.namespace(), key.name());
            merged.addAll(all().subList(from, at));
            boolean present = at < pods.length && compare(pods[at], key.namespace(), key.name()) == 0;
            from = present ? at + 1 : at;
            if (change.getValue() != null) {
                merged.add(change.getValue());
            }
        }
        merged.addAll(all().subList(from, pods.length));
        return new PodTable(merged.toArray(SimPod[]::new));
    }

    private static int compare(SimPod pod, String namespace, String name) {
        int byNamespace = pod.namespace().compareTo(namespace);
        return byNamespace != 0 ? byNamespace : pod.name().compareTo(name);
    }

    /** Namespace and name of a pod, in the order of lists. */
    record Key(String namespace, String name) implements Comparable<Key> {
        static Key of(SimPod pod) {
            return new Key(pod.namespace(), pod.name());
        }

        @Override
        public int compareTo(Key other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }
}
