// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/**
 * What makes a pod differ from a plain running one with a single container. Each trait switches lines of the templates
 * on, under its name in lower case with hyphens.
 */
enum PodTrait {
    /** A second container, {@code istio-proxy}. */
    PROXY,
    /** A finished init container. */
    INIT,
    /** A native sidecar: an init container with {@code restartPolicy: Always}. It has metrics. Goes with {@link #INIT}. */
    SIDECAR,
    /** Uses the network of its node: podIP is hostIP. */
    HOST_NETWORK,
    /** The main container waits in CrashLoopBackOff and has no metrics. */
    CRASHING,
    /** The main container was restarted some hours ago. */
    RESTARTED,
    /** Has an IPv6 address as well. */
    DUAL_STACK,
    /** Runs, but its kubelet reports nothing about it. */
    NO_STATS,
    /** Has no node yet. */
    UNSCHEDULED,
    /** Was created a moment ago: the scheduler has not looked at it. Goes with {@link #UNSCHEDULED}. */
    STARTING,
    /** Ended well. */
    SUCCEEDED,
    /** Ended badly. */
    FAILED,
    /** Has a deletion timestamp. */
    DELETING;

    int bit() {
        return 1 << ordinal();
    }

    static int mask(PodTrait... traits) {
        int mask = 0;
        for (PodTrait trait : traits) {
            mask |= trait.bit();
        }
        return mask;
    }
}
