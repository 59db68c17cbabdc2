// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.List;

/**
 * Which pods a request is about.
 *
 * @param namespace or null for all
 * @param labels the label selector
 * @param fields the field selector
 */
record PodFilter(String namespace, Selector labels, Selector fields) {
    /** Every pod. */
    static final PodFilter ALL = new PodFilter(null, Selector.ALL, Selector.ALL);

    private static final List<String> FIELDS =
            List.of("metadata.name", "metadata.namespace", "spec.nodeName", "status.phase", "status.podIP");

    /** @throws IllegalArgumentException in the words of the API server, if a selector is wrong */
    static PodFilter of(ApiRequest request) {
        Selector labels = Selector.parse(request.parameter("labelSelector"));
        Selector fields = Selector.parse(request.parameter("fieldSelector"));
        for (String field : fields.keys()) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("field label not supported: " + field);
            }
        }
        return new PodFilter(request.namespace(), labels, fields);
    }

    /** Whether there is no selector. */
    boolean whole() {
        return labels.matchesAll() && fields.matchesAll();
    }

    boolean matches(SimPod pod) {
        return (namespace == null || namespace.equals(pod.namespace()))
                && labels.matches(pod::label)
                && fields.matches(field -> field(pod, field));
    }

    private static String field(SimPod pod, String field) {
        return switch (field) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "spec.nodeName" -> pod.node() == null ? "" : pod.node().name();
            case "status.phase" -> pod.phase();
            default -> DemoPod.of(pod, false).ip();
        };
    }
}
