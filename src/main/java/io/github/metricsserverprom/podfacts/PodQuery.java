// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.github.metricsserverprom.apiserver.ListPath;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.selection.PodSelection;
import java.util.List;

/**
 * Which pods to read by one list or one watch, and what of them.
 *
 * @param namespace the namespace; empty for all
 * @param denied    namespaces whose pods are left out
 * @param labels    which pods of those
 * @param resources whether to keep requests and limits
 * @param pageSize  pods per request of a list; 0 for all in one
 */
public record PodQuery(
        String namespace, NamespaceDenylist denied, LabelSelector labels, boolean resources, int pageSize) {

    /** The queries that bring the pods of a selection together: one for each of its namespaces, or one for all. */
    public static List<PodQuery> of(PodSelection selection, boolean resources, int pageSize) {
        return selection.requests().stream()
                .map(namespace -> new PodQuery(namespace, selection.denied(), selection.labels(), resources, pageSize))
                .toList();
    }

    /** Path and query of a list of them, to which those of a page or a watch can be added. */
    public ListPath path() {
        return ListPath.of("api/v1", namespace, "pods")
                .with("labelSelector", labels.toString())
                .with("fieldSelector", denied.fieldSelector());
    }
}
