// SPDX-License-Identifier: MIT

/** Kubeconfig files as typed records: reading, merging and re-reading them. Nothing here opens a connection. */
package io.github.metricsserverprom.kubernetes.kubeconfig;
