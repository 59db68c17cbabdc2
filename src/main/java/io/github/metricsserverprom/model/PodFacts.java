// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the pods API knows of a pod and the metrics API does not. A value that the pod does not have (a pending pod has no
 * node and no address) is the empty string, never null.
 *
 * @param uid        {@code metadata.uid}
 * @param node       {@code spec.nodeName}
 * @param ip         {@code status.podIP}, the first address of a dual-stack pod
 * @param hostIp     {@code status.hostIP}
 * @param ownerKind  kind of the controlling {@code metadata.ownerReferences} entry, else of the first one
 * @param ownerName  name of the same entry
 * @param phase      {@code status.phase}
 * @param qosClass   {@code status.qosClass}
 * @param resources  requests and limits per container, sorted by name; empty unless the read was told to keep them
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodFacts(
        String uid,
        String node,
        String ip,
        String hostIp,
        String ownerKind,
        String ownerName,
        String phase,
        String qosClass,
        List<ContainerResources> resources) {

    /** Facts of a pod of which nothing is known. */
    public static final PodFacts UNKNOWN = new PodFacts("", "", "", "", "", "", "", "", List.of());

    /** The same facts with other requests and limits. */
    public PodFacts withResources(List<ContainerResources> others) {
        return new PodFacts(uid, node, ip, hostIp, ownerKind, ownerName, phase, qosClass, others);
    }
}
