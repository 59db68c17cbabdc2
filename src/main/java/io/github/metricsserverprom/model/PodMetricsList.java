// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import java.util.List;

/**
 * What one read of pod metrics brought.
 *
 * @param items             the pods, in the API's order
 * @param invalidQuantities usage values that were there and could not be read
 */
public record PodMetricsList(List<PodMetrics> items, int invalidQuantities) {}
