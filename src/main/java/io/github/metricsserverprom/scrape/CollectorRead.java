// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.model.CollectorResult;

/**
 * What the route of one upstream read hands to the join.
 *
 * @param result how the read went
 * @param data   what it brought ({@code NodeMetricsList}, {@code PodMetricsList}, {@code PodFactsList}); null when it
 *               failed
 */
public record CollectorRead(CollectorResult result, Object data) {}
