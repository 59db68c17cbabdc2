// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.metricsserverprom.quantity.Quantity;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

    /** Namespace and name. */
    public PodKey key() {
        return metrics.key();
    }

    /** Cores that the pod's containers use together; null when not known of any of them. */
    public Quantity cpu() {
        return sum(ContainerMetrics::cpu);
    }

    /** Working set of the pod's containers together, in bytes; null when not known of any of them. */
    public Quantity memory() {
        return sum(ContainerMetrics::memory);
    }

    private Quantity sum(Function<ContainerMetrics, Quantity> value) {
        Quantity sum = null;
        for (ContainerMetrics container : metrics.containers()) {
            Quantity one = value.apply(container);
            if (one != null) {
                sum = sum == null ? one : sum.plus(one);
            }
        }
        return sum;
    }

    /** The same pod with other facts. */
    public PodUsage withFacts(PodFacts other) {
        return new PodUsage(metrics, other, matched);
    }

    /** The same pod with other containers. */
    public PodUsage withContainers(List<ContainerMetrics> containers) {
        PodMetrics other =
                new PodMetrics(metrics.key(), metrics.labels(), metrics.timestamp(), metrics.window(), containers);
        return new PodUsage(other, facts, matched);
    }
}
