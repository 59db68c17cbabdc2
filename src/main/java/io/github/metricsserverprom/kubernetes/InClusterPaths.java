// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a pod finds its own cluster.
 *
 * @param serviceAccount folder with {@code token} and {@code ca.crt}
 * @param host value of {@code KUBERNETES_SERVICE_HOST}, null outside a pod
 * @param port value of {@code KUBERNETES_SERVICE_PORT}, null outside a pod
 */
public record InClusterPaths(Path serviceAccount, String host, String port) {

    /** The places Kubernetes uses. */
    public static InClusterPaths of(Map<String, String> environment) {
        return new InClusterPaths(
                Path.of("/var/run/secrets/kubernetes.io/serviceaccount"),
                environment.get("KUBERNETES_SERVICE_HOST"),
                environment.get("KUBERNETES_SERVICE_PORT"));
    }

    Path token() {
        return serviceAccount.resolve("token");
    }

    Path authority() {
        return serviceAccount.resolve("ca.crt");
    }

    boolean present() {
        return host != null && !host.isBlank() && port != null && !port.isBlank() && Files.exists(token());
    }

    String server() {
        return "https://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** What is missing, for the message when no way to a cluster was found. */
    String missing() {
        return host == null || host.isBlank() || port == null || port.isBlank()
                ? "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set"
                : token() + " does not exist";
    }
}
