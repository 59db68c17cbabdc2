// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import io.github.metricsserverprom.quantity.Quantity;
import java.util.Objects;

/**
 * Usage of one container.
 *
 * @param name   the container's name, unique in its pod
 * @param cpu    cores, averaged over the sample's window; null when the API gave none or none that can be read
 * @param memory working set in bytes; null when the API gave none or none that can be read
 */
public record ContainerMetrics(String name, Quantity cpu, Quantity memory) {

    public ContainerMetrics {
        Objects.requireNonNull(name, "name");
    }
}
