// SPDX-License-Identifier: MIT

/** The transformer of the pipeline: a snapshot of the cluster to a page of Prometheus text. */
package io.github.metricsserverprom.render;
