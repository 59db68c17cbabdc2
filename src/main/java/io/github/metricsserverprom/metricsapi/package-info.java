// SPDX-License-Identifier: MIT

/**
 * The {@code kubernetes-metrics} Camel component: the metrics API as a producer on camel-kubernetes' own classes, which
 * camel-kubernetes 4.18.0 does not have.
 */
package io.github.metricsserverprom.metricsapi;
