// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodUsage;

/**
 * What people call the workload of a pod: its owner, but for a ReplicaSet that a Deployment made the Deployment. Its pods
 * carry the label {@code pod-template-hash} and its name is the Deployment's, a dash and that hash (k8s.io/kubernetes,
 * pkg/controller/deployment/sync.go, getNewReplicaSet), so no name is guessed. Without the label the owner stays.
 *
 * @param kind empty when the pod has no owner
 * @param name empty when the pod has no owner
 */
record Workload(String kind, String name) {

    static final String TEMPLATE_HASH = "pod-template-hash";

    static Workload of(PodUsage pod) {
        PodFacts facts = pod.facts();
        String hash = pod.labels().get(TEMPLATE_HASH);
        if (hash != null && !hash.isEmpty() && facts.ownerKind().equals("ReplicaSet")) {
            String suffix = '-' + hash;
            int length = facts.ownerName().length() - suffix.length();
            if (length > 0 && facts.ownerName().endsWith(suffix)) {
                return new Workload("Deployment", facts.ownerName().substring(0, length));
            }
        }
        return new Workload(facts.ownerKind(), facts.ownerName());
    }
}
