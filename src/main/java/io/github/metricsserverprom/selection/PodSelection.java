// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import java.util.ArrayList;
import java.util.List;

/**
 * Which pods are read. Reads with equal selections bring the same pods, so they may share results; others may not.
 *
 * @param namespaces where
 * @param denied     namespaces that are left out where the whole cluster is read; {@link NamespaceDenylist#NONE} otherwise
 * @param labels     with which labels
 */
public record PodSelection(Namespaces namespaces, NamespaceDenylist denied, LabelSelector labels) {

    /** Exchange property: the selection of the read that this exchange does; absent for everything. */
    public static final String PROPERTY = "exporterSelection";

    /** All pods of the cluster. */
    public static final PodSelection EVERYTHING =
            new PodSelection(Namespaces.ALL, NamespaceDenylist.NONE, LabelSelector.ALL);

    /**
     * Takes the namespaces that are left out from those that are named.
     *
     * @throws IllegalArgumentException when none is left
     */
    public PodSelection {
        if (!namespaces.all()) {
            NamespaceDenylist out = denied;
            List<String> left = namespaces.names().stream()
                    .filter(name -> !out.denies(name))
                    .toList();
            if (left.isEmpty()) {
                throw new IllegalArgumentException(
                        "no namespace is left: the denylist (" + denied + ") leaves out all of " + namespaces);
            }
            namespaces = new Namespaces(left);
            denied = NamespaceDenylist.NONE;
        }
    }

    /** The namespaces to ask for, one request (or watch) each; one empty text for the whole cluster in one request. */
    public List<String> requests() {
        return namespaces.all() ? List.of("") : namespaces.names();
    }

    /** What distinguishes it, in words for people; empty for everything. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (!namespaces.all()) {
            parts.add("namespaces " + namespaces);
        }
        if (!denied.isEmpty()) {
            parts.add("without namespaces " + denied);
        }
        if (!labels.isEmpty()) {
            parts.add("pods with " + labels);
        }
        return String.join("; ", parts);
    }
}
