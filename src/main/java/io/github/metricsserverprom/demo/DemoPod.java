// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/**
 * A pod of the demo cluster as it is now: what a test compares with.
 *
 * @param namespace of the pod
 * @param name of the pod
 * @param uid of the pod
 * @param node where it runs; empty while it waits for a node
 * @param ip its address; empty while it waits for a node
 * @param hostIp address of its node; empty while it waits for a node
 * @param phase {@code Pending}, {@code Running}, {@code Succeeded} or {@code Failed}
 * @param measured whether the metrics API knows it; a new pod appears there with the next tick
 */
public record DemoPod(
        String namespace,
        String name,
        String uid,
        String node,
        String ip,
        String hostIp,
        String phase,
        boolean measured) {

    static DemoPod of(SimPod pod, boolean measured) {
        boolean placed = pod.node() != null;
        return new DemoPod(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                placed ? pod.node().name() : "",
                placed ? address(pod.ip()) : "",
                placed ? address(pod.node().ip()) : "",
                pod.phase(),
                measured);
    }

    private static String address(int ip) {
        return new ByteSink(15).address(ip).toString();
    }
}
