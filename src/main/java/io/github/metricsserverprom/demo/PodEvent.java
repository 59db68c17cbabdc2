// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/**
 * A change of one pod.
 *
 * @param type of the change
 * @param pod as it is after the change, or as it was last; its resource version is that of the change
 * @param previous as it was before, or null
 */
record PodEvent(Type type, SimPod pod, SimPod previous) {
    enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    static PodEvent added(SimPod pod) {
        return new PodEvent(Type.ADDED, pod, null);
    }

    static PodEvent modified(SimPod previous, SimPod pod) {
        return new PodEvent(Type.MODIFIED, pod, previous);
    }

    static PodEvent deleted(SimPod pod) {
        return new PodEvent(Type.DELETED, pod, pod);
    }

    long resourceVersion() {
        return pod.resourceVersion();
    }
}
