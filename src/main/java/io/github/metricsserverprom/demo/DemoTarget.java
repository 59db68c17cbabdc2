// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/** What a request is about: faults, rights and counters are kept for each of these. */
public enum DemoTarget {
    /** {@code /apis/metrics.k8s.io/v1beta1/nodes} and below. */
    NODE_METRICS("metrics.k8s.io", "nodes"),
    /** {@code /apis/metrics.k8s.io/v1beta1/pods}, in one namespace or in all. */
    POD_METRICS("metrics.k8s.io", "pods"),
    /** {@code /api/v1/pods} and the same in one namespace, without {@code watch}. */
    PODS("", "pods"),
    /** The same with {@code watch=true}. */
    PODS_WATCH("", "pods"),
    /** {@code /api/v1/nodes}. */
    NODES("", "nodes"),
    /** {@code /api/v1/namespaces}. */
    NAMESPACES("", "namespaces"),
    /** {@code POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews}. */
    ACCESS_REVIEWS("authorization.k8s.io", "selfsubjectaccessreviews"),
    /** {@code POST /apis/authentication.k8s.io/v1/tokenreviews}. */
    TOKEN_REVIEWS("authentication.k8s.io", "tokenreviews"),
    /** {@code POST /apis/authorization.k8s.io/v1/subjectaccessreviews}. */
    SUBJECT_REVIEWS("authorization.k8s.io", "subjectaccessreviews"),
    /** {@code /version}, {@code /api}, {@code /apis} and the lists of resources. */
    DISCOVERY(null, null),
    /** {@code /livez}, {@code /readyz}, {@code /healthz}. */
    HEALTH(null, null),
    /** Every other path. */
    OTHER(null, null);

    private final String group;
    private final String resource;

    DemoTarget(String group, String resource) {
        this.group = group;
        this.resource = resource;
    }

    /** The API group, empty for the core group, null for what is not a resource. */
    String group() {
        return group;
    }

    /** The resource in plural, null for what is not a resource. */
    String resource() {
        return resource;
    }

    /** Whether it is asked about with POST. */
    boolean review() {
        return this == ACCESS_REVIEWS || this == TOKEN_REVIEWS || this == SUBJECT_REVIEWS;
    }

    /** Whether answers come through the aggregation layer. */
    boolean aggregated() {
        return this == NODE_METRICS || this == POD_METRICS;
    }
}
