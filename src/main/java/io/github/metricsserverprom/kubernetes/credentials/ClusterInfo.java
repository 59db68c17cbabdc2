// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a plugin that asks for it ({@code provideClusterInfo}) is told about the cluster.
 *
 * @param authority PEM certificates, read when needed; gives null for none
 * @param execConfig extension of the cluster for plugins, null for none
 */
public record ClusterInfo(
        String server,
        String tlsServerName,
        boolean insecureSkipTlsVerify,
        Supplier<byte[]> authority,
        String proxyUrl,
        Object execConfig) {

    /** The {@code cluster} of an ExecCredential's spec. */
    Map<String, Object> toSpec() {
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put("server", server);
        put(cluster, "tls-server-name", tlsServerName);
        if (insecureSkipTlsVerify) {
            cluster.put("insecure-skip-tls-verify", true);
        }
        byte[] pem = authority.get();
        put(
                cluster,
                "certificate-authority-data",
                pem == null ? null : Base64.getEncoder().encodeToString(pem));
        put(cluster, "proxy-url", proxyUrl);
        put(cluster, "config", execConfig);
        return cluster;
    }

    private static void put(Map<String, Object> map, String key, Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
