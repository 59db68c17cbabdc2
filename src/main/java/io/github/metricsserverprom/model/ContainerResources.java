// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import io.github.metricsserverprom.quantity.Quantity;

/**
 * Requests and limits of one container, from the pod's spec. Each is null when the spec does not set it.
 *
 * @param name          the container's name
 * @param cpuRequest    cores
 * @param cpuLimit      cores
 * @param memoryRequest bytes
 * @param memoryLimit   bytes
 */
public record ContainerResources(
        String name, Quantity cpuRequest, Quantity cpuLimit, Quantity memoryRequest, Quantity memoryLimit) {}
