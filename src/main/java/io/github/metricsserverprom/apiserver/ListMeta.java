// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

/**
 * The {@code metadata} of a list (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/list-meta/).
 *
 * @param next            token of the next page ({@code continue}); empty on the last page
 * @param resourceVersion the state of the cluster that the list shows, from which a watch can go on; empty when there is
 *                        none, as in lists of the metrics API
 */
public record ListMeta(String next, String resourceVersion) {

    /** Of a list that is whole and cannot be watched. */
    public static final ListMeta NONE = new ListMeta("", "");
}
