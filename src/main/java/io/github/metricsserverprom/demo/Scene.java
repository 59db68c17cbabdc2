// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/**
 * What bodies say besides the objects themselves. All times are seconds since 1970.
 *
 * @param nodes number of nodes of the cluster
 * @param began when the cluster was started
 * @param usage what containers and nodes use
 * @param tick number of the sample
 * @param sampled when metrics-server last asked the kubelets
 * @param now the time of the request, or of the first request since the body changed
 */
record Scene(int nodes, long began, Usage usage, long tick, long sampled, long now) {}
