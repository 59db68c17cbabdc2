// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import java.util.List;

/**
 * What one read of pod metrics brought.
 *
 * @param items             the pods, in the API's order
 * @param invalidQuantities usage values that were there and could not be read
 * @param missing           why those of some namespaces are missing; null when none are
 */
public record PodMetricsList(List<PodMetrics> items, int invalidQuantities, ReadFailure missing)
        implements UpstreamData {

    /** Pods of which none are missing. */
    public PodMetricsList(List<PodMetrics> items, int invalidQuantities) {
        this(items, invalidQuantities, null);
    }
}
