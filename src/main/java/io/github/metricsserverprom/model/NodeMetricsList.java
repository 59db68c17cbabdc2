// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import java.util.List;

/**
 * What one read of node metrics brought.
 *
 * @param items             the nodes, in the API's order
 * @param invalidQuantities usage values that were there and could not be read
 */
public record NodeMetricsList(List<NodeMetrics> items, int invalidQuantities) implements UpstreamData {}
