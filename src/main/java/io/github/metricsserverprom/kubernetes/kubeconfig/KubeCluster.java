// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

/**
 * How to reach an API server.
 *
 * @param server URL as written
 * @param certificateAuthority certificates the server's chain must end in, null for those of the JDK
 * @param insecureSkipTlsVerify whether the server's certificate is not checked at all
 * @param tlsServerName name to expect in the server's certificate and to send as SNI, null for the host of the URL
 * @param proxyUrl proxy to go through, null for none of its own
 * @param execConfig extension {@code client.authentication.k8s.io/exec}, given to exec plugins that ask for the cluster; plain
 *     maps, lists and values, null if there is none
 */
public record KubeCluster(
        String name,
        String server,
        Material certificateAuthority,
        boolean insecureSkipTlsVerify,
        String tlsServerName,
        String proxyUrl,
        Object execConfig,
        Origin origin) {}
