// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import io.github.metricsserverprom.quantity.Quantity;
import java.util.List;

/**
 * A metric family that a route computed (for instance a sum by namespace) and that is printed after the catalogue's.
 *
 * @param name       metric name
 * @param unit       base unit, which must be the name's last word; empty for none
 * @param help       one sentence
 * @param labelNames label names, in order
 * @param samples    the samples, in the order of the page
 */
public record ExtraFamily(String name, String unit, String help, List<String> labelNames, List<Sample> samples) {

    /**
     * One sample of the family.
     *
     * @param labelValues values in the order of the family's label names, never null
     * @param value       the value
     */
    public record Sample(List<String> labelValues, Quantity value) {}
}
