// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import io.github.metricsserverprom.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One item of the metrics API's {@code NodeMetricsList} ({@code metrics.k8s.io/v1beta1}).
 *
 * @param name      the node's name
 * @param labels    the node's labels as far as the read keeps them, in the API's order; never null
 * @param timestamp when the sample was taken; null when missing or unreadable
 * @param window    how long the averaging window was; null when missing or unreadable
 * @param cpu       cores, averaged over the window; null when missing or unreadable
 * @param memory    working set in bytes; null when missing or unreadable
 */
public record NodeMetrics(
        String name, Map<String, String> labels, Instant timestamp, Duration window, Quantity cpu, Quantity memory) {}
