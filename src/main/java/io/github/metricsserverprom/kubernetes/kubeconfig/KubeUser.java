// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import java.nio.file.Path;

/**
 * A user: every way a kubeconfig can carry a credential. Each component is null when the file does not use it. Printing a user
 * shows no secret.
 *
 * @param tokenFile file with a bearer token; wins over {@code token}, as in client-go
 */
public record KubeUser(
        String name,
        Material clientCertificate,
        Material clientKey,
        String token,
        Path tokenFile,
        String username,
        String password,
        ExecSpec exec,
        AuthProviderSpec authProvider,
        Impersonation impersonation,
        Origin origin) {

    /** A user with no credential at all. */
    public static KubeUser anonymous(Origin origin) {
        return new KubeUser("(anonymous)", null, null, null, null, null, null, null, null, Impersonation.NONE, origin);
    }

    /** A user whose bearer token is in a file, such as the service account of a pod. */
    public static KubeUser ofTokenFile(String name, Path tokenFile, Origin origin) {
        return new KubeUser(name, null, null, null, tokenFile, null, null, null, null, Impersonation.NONE, origin);
    }

    @Override
    public String toString() {
        return "KubeUser[" + name + " from " + origin + "]";
    }
}
