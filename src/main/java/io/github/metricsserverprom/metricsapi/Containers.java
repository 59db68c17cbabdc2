// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.model.ContainerMetrics;
import java.util.Comparator;
import java.util.List;

/** The containers of a pod, which the API gives in an order that changes from request to request. */
final class Containers {

    private static final Comparator<ContainerMetrics> BY_NAME = Comparator.comparing(ContainerMetrics::name);

    private Containers() {}

    /**
     * The containers in order, and immutable. Of a name that is there twice the first stays: two series must not have the
     * same labels.
     *
     * @param found in any order; is changed
     */
    static List<ContainerMetrics> sorted(List<ContainerMetrics> found) {
        if (found.size() > 1) {
            found.sort(BY_NAME);
            for (int i = found.size() - 1; i > 0; i--) {
                if (found.get(i).name().equals(found.get(i - 1).name())) {
                    found.remove(i);
                }
            }
        }
        return List.copyOf(found);
    }
}
