// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * A pod of the metrics API together with its facts: one row of the joined model.
 *
 * @param metrics usage, from the metrics API
 * @param facts   identity, from the pods API; {@link PodFacts#UNKNOWN} when there is none
 * @param matched whether the pods API of this scrape knew the pod; false also when last known facts stand in
 */
public record PodUsage(@JsonUnwrapped PodMetrics metrics, @JsonUnwrapped PodFacts facts, boolean matched) {

    public String namespace() {
        return metrics.key().namespace();
    }

    public String name() {
        return metrics.key().name();
    }

    /** Name of the node the pod runs on; empty when not known. */
    public String node() {
        return facts.node();
    }

    /** Labels of the pod, as far as the read keeps them. */
    public Map<String, String> labels() {
        return metrics.labels();
    }

    public List<ContainerMetrics> containers() {
        return metrics.containers();
    }

    /** The same pod with other containers. */
    public PodUsage withContainers(List<ContainerMetrics> containers) {
        PodMetrics other =
                new PodMetrics(metrics.key(), metrics.labels(), metrics.timestamp(), metrics.window(), containers);
        return new PodUsage(other, facts, matched);
    }
}
