// SPDX-License-Identifier: MIT

/**
 * A simulated Kubernetes API server: the demo cluster behind {@code --demo}, the integration tests and the load
 * benchmark.
 *
 * <p>{@link io.github.metricsserverprom.demo.DemoCluster} is the way in. It serves nodes, pods (list, paging, watch)
 * and the metrics API over HTTP with the shapes, headers and error bodies of a real kube-apiserver 1.36 with
 * metrics-server 0.8. {@link io.github.metricsserverprom.demo.DemoFaults} makes it misbehave on demand.
 *
 * <p>What a body says is a pure function of seed, tick and time, so nothing but a small record is kept per pod: JSON is
 * put together from templates when it is sent.
 */
package io.github.metricsserverprom.demo;
