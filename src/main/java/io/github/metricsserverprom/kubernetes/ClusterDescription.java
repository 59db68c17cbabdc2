// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What was found out about a context without asking the cluster. Holds no secret.
 *
 * @param sources kubeconfig files, or the folder of the service account
 * @param inCluster whether this is the service account of the pod
 * @param context name of the context
 * @param cluster name of the cluster
 * @param user name of the user
 * @param userKind how the user logs in, such as {@code client certificate}, {@code token}, {@code token file}, {@code exec plugin
 *     NAME}, {@code exec aws (native)} or {@code service account}
 * @param server URL of the API server
 * @param proxy proxy on the way, null for none
 * @param tls how the server's certificate is checked and which client certificate is shown, in words
 * @param warnings what works but should be looked at, one line each
 * @param failures what cannot work now, whatever the cluster says, one line each
 */
public record ClusterDescription(
        List<Path> sources,
        boolean inCluster,
        String context,
        String cluster,
        String user,
        String userKind,
        URI server,
        String proxy,
        String tls,
        List<String> warnings,
        List<String> failures) {

    public ClusterDescription {
        sources = List.copyOf(sources);
        warnings = List.copyOf(warnings);
        failures = List.copyOf(failures);
    }
}
