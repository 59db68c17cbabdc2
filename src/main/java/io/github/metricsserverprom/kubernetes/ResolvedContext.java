// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.github.metricsserverprom.kubernetes.credentials.ClusterInfo;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.kubeconfig.KubeCluster;
import io.github.metricsserverprom.kubernetes.kubeconfig.KubeContext;
import io.github.metricsserverprom.kubernetes.kubeconfig.KubeUser;
import io.github.metricsserverprom.kubernetes.kubeconfig.Kubeconfig;
import io.github.metricsserverprom.kubernetes.proxy.ProxyEnvironment;
import io.github.metricsserverprom.kubernetes.proxy.ProxySettings;
import io.github.metricsserverprom.kubernetes.tls.ClientIdentity;
import io.github.metricsserverprom.kubernetes.tls.TlsSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Objects;

/**
 * A context with everything it names found and checked.
 *
 * @param kubeconfig what it was resolved in
 * @param server URL of the API server, without a slash at its end
 * @param inCluster whether this is the service account of the pod
 */
record ResolvedContext(
        Kubeconfig kubeconfig, KubeContext context, KubeCluster cluster, KubeUser user, URI server, boolean inCluster) {

    /**
     * Finds what a context names.
     *
     * @throws AccessException if the context, its cluster or its user is missing or contradicts itself
     */
    static ResolvedContext of(Kubeconfig kubeconfig, String name, boolean inCluster) {
        KubeContext context = kubeconfig.contexts().get(name);
        if (context == null) {
            throw AccessException.configuration("context " + name + " is not in " + files(kubeconfig) + "; "
                    + there(kubeconfig.contexts()) + "; set KUBE_CONTEXT to one that exists");
        }
        String place = "context " + name + " (" + context.origin() + ")";
        if (context.cluster() == null) {
            throw AccessException.configuration(place + ": names no cluster; add one, " + there(kubeconfig.clusters()));
        }
        KubeCluster cluster = kubeconfig.clusters().get(context.cluster());
        if (cluster == null) {
            throw AccessException.configuration(
                    place + ": cluster " + context.cluster() + " is not in " + files(kubeconfig) + "; "
                            + there(kubeconfig.clusters()) + "; correct the name or add the cluster");
        }
        KubeUser user = context.user() == null
                ? KubeUser.anonymous(context.origin())
                : kubeconfig.users().get(context.user());
        if (user == null) {
            throw AccessException.configuration(place + ": user " + context.user() + " is not in " + files(kubeconfig)
                    + "; " + there(kubeconfig.users()) + "; correct the name or add the user");
        }
        return new ResolvedContext(kubeconfig, context, cluster, user, server(cluster), inCluster);
    }

    /**
     * Whether another context leads to the same cluster: by the same address and way, with the same authority. Who asks does not count,
     * nor what is in a file of authorities: a new user or a rotated authority is no other cluster.
     */
    boolean isSameClusterAs(ResolvedContext other) {
        return server.equals(other.server)
                && inCluster == other.inCluster
                && Objects.equals(cluster.certificateAuthority(), other.cluster.certificateAuthority())
                && Objects.equals(cluster.tlsServerName(), other.cluster.tlsServerName())
                && Objects.equals(cluster.proxyUrl(), other.cluster.proxyUrl());
    }

    /** What plugins are told about the cluster. */
    ClusterInfo clusterInfo() {
        return new ClusterInfo(
                server.toString(),
                cluster.tlsServerName(),
                cluster.insecureSkipTlsVerify(),
                this::authority,
                cluster.proxyUrl(),
                cluster.execConfig());
    }

    /** Reads the certificates of the cluster and joins them with a client certificate. */
    TlsSettings tls(ClientIdentity identity) {
        String source = cluster.certificateAuthority() == null
                ? "the JDK"
                : cluster.certificateAuthority().describe();
        return new TlsSettings(authority(), source, cluster.insecureSkipTlsVerify(), cluster.tlsServerName(), identity);
    }

    /** The proxy of the cluster, else that of the environment, else null. */
    ProxySettings proxy(Map<String, String> environment) {
        return cluster.proxyUrl() != null
                ? ProxySettings.of(
                        cluster.proxyUrl(), "proxy-url of cluster " + cluster.name() + " (" + cluster.origin() + ")")
                : new ProxyEnvironment(environment).proxyFor(server).orElse(null);
    }

    private byte[] authority() {
        return cluster.certificateAuthority() == null
                ? null
                : cluster.certificateAuthority().read();
    }

    private static URI server(KubeCluster cluster) {
        String place = "cluster " + cluster.name() + " (" + cluster.origin() + ")";
        if (cluster.server() == null) {
            throw AccessException.configuration(place + ": server is missing; add the URL of the API server");
        }
        boolean tls = cluster.certificateAuthority() != null || cluster.insecureSkipTlsVerify();
        if (tls && cluster.certificateAuthority() != null && cluster.insecureSkipTlsVerify()) {
            throw AccessException.configuration(place + ": certificate-authority and insecure-skip-tls-verify exclude"
                    + " each other; remove insecure-skip-tls-verify");
        }
        String text =
                cluster.server().contains("://") ? cluster.server() : (tls ? "https://" : "http://") + cluster.server();
        try {
            URI uri = new URI(text.replaceAll("/+$", ""));
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below: the reason would quote the URL, which may hold a password.
        }
        throw AccessException.configuration(
                place + ": server is no URL of an API server; expected https://host:port, with a path if there is one");
    }

    private static String files(Kubeconfig kubeconfig) {
        return kubeconfig.sources().stream()
                .map(String::valueOf)
                .reduce((a, b) -> a + ", " + b)
                .orElse("the kubeconfig");
    }

    private static String there(Map<String, ?> entries) {
        return entries.isEmpty() ? "there is none" : "there is: " + String.join(", ", entries.keySet());
    }
}
