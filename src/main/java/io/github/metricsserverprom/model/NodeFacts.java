// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.metricsserverprom.quantity.Quantity;

/**
 * What the nodes API knows of a node and the metrics API does not.
 *
 * @param cpuAllocatable    {@code status.allocatable.cpu}, cores; null when not known
 * @param memoryAllocatable {@code status.allocatable.memory}, bytes; null when not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeFacts(Quantity cpuAllocatable, Quantity memoryAllocatable) {

    /** Facts of a node of which nothing is known. */
    public static final NodeFacts UNKNOWN = new NodeFacts(null, null);
}
