// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

/**
 * A context: which cluster, as which user.
 *
 * @param cluster name of the cluster, null if the file names none
 * @param user name of the user, null for anonymous access
 * @param namespace default namespace, null if the file names none
 */
public record KubeContext(String name, String cluster, String user, String namespace, Origin origin) {}
