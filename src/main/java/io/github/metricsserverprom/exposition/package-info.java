// SPDX-License-Identifier: MIT

/**
 * Writes metric families as Prometheus text 0.0.4 or OpenMetrics 1.0 straight to bytes. Knows nothing of Kubernetes or
 * Camel.
 *
 * <p>The formats: <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus exposition
 * formats</a> and <a href="https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md">
 * OpenMetrics 1.0.0</a>.
 */
package io.github.metricsserverprom.exposition;
