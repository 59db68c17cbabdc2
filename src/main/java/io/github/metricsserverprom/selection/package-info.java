// SPDX-License-Identifier: MIT

/**
 * What of a cluster is read: which namespaces, pods with which labels, by which reads. Texts of settings and options are
 * parsed here, so that a mistake is told before anything is asked of an API server; it knows nothing of Camel or HTTP.
 */
package io.github.metricsserverprom.selection;
