// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.model.Collector;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What an endpoint can be told to do. */
enum Operation {
    LIST_NODE_METRICS("listNodeMetrics", Collector.NODE_METRICS),
    LIST_POD_METRICS("listPodMetrics", Collector.POD_METRICS),
    LIST_PODS("listPods", Collector.PODS),
    LIST_NODES("listNodes", Collector.NODES);

    private final String option;
    private final Collector collector;

    Operation(String option, Collector collector) {
        this.option = option;
        this.collector = collector;
    }

    /**
     * The operation of an option's or a header's value.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    static Operation of(String option) {
        return Arrays.stream(values())
                .filter(operation -> operation.option.equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("operation is '" + option + "', expected one of "
                        + Arrays.stream(values())
                                .map(operation -> operation.option)
                                .collect(Collectors.joining(", "))));
    }

    /** The read that it does. */
    Collector collector() {
        return collector;
    }
}
