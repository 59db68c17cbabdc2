// SPDX-License-Identifier: MIT

/**
 * Reaching clusters: from settings to a {@code KubernetesClient} per context, with credentials and certificates that follow their
 * files. {@link io.github.metricsserverprom.kubernetes.ClusterAccess} is the way in.
 */
package io.github.metricsserverprom.kubernetes;
