// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.catalogue;

import java.util.Locale;

/** Where the samples of a family come from. Without this source the family has no samples. */
public enum MetricSource {
    /** {@code /apis/metrics.k8s.io/v1beta1/nodes}. */
    NODE_METRICS,

    /** {@code /apis/metrics.k8s.io/v1beta1/pods}. */
    POD_METRICS,

    /** {@code /api/v1/pods}. */
    PODS,

    /** {@code /api/v1/nodes}. */
    NODES,

    /** This program. */
    EXPORTER;

    /** The value of the label {@code collector}, for instance {@code node_metrics}. */
    public String collector() {
        return name().toLowerCase(Locale.ROOT);
    }
}
