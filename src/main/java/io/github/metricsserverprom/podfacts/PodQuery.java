// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.github.metricsserverprom.apiserver.ListPath;

/**
 * Which pods to read, and what of them.
 *
 * @param namespace     the namespace; empty for all
 * @param labelSelector in Kubernetes' syntax; empty for none
 * @param resources     whether to keep requests and limits
 * @param pageSize      pods per request of a list; 0 for all in one
 */
public record PodQuery(String namespace, String labelSelector, boolean resources, int pageSize) {

    /** Takes null for empty. */
    public PodQuery {
        namespace = namespace == null ? "" : namespace;
        labelSelector = labelSelector == null ? "" : labelSelector;
    }

    ListPath path() {
        return ListPath.of("api/v1", namespace, "pods").with("labelSelector", labelSelector);
    }
}
