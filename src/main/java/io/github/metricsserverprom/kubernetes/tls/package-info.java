// SPDX-License-Identifier: MIT

/** Certificates and keys as kubeconfigs carry them, made into TLS contexts. */
package io.github.metricsserverprom.kubernetes.tls;
