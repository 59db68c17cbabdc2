// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A node of the metrics API together with its facts.
 *
 * @param metrics usage, from the metrics API
 * @param facts   from the nodes API; {@link NodeFacts#UNKNOWN} when that is not read
 */
public record NodeUsage(@JsonUnwrapped NodeMetrics metrics, @JsonUnwrapped NodeFacts facts) {

    public String name() {
        return metrics.name();
    }
}
