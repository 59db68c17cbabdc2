// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One item of the metrics API's {@code PodMetricsList} ({@code metrics.k8s.io/v1beta1}).
 *
 * @param key        namespace and name
 * @param labels     the pod's labels as far as the read keeps them, in the API's order; never null
 * @param timestamp  when the sample was taken; null when missing or unreadable
 * @param window     how long the averaging window was; null when missing or unreadable
 * @param containers usage per container, sorted by name; never null
 */
public record PodMetrics(
        @JsonUnwrapped PodKey key,
        Map<String, String> labels,
        Instant timestamp,
        Duration window,
        List<ContainerMetrics> containers) {}
