// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.github.metricsserverprom.kubernetes.credentials.Login;
import io.github.metricsserverprom.kubernetes.proxy.ProxySettings;
import io.github.metricsserverprom.kubernetes.tls.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Puts what is known of a context into words. */
final class ClusterFacts {

    private static final Duration SOON = Duration.ofDays(7);

    private final Clock clock;

    ClusterFacts(Clock clock) {
        this.clock = clock;
    }

    ClusterDescription describe(
            ResolvedContext target, Login login, TlsSettings tls, ProxySettings proxy, List<String> notes) {
        List<String> warnings = new ArrayList<>(notes);
        List<String> failures = new ArrayList<>();
        addWarnings(warnings, target, login);
        boolean only = login.kind().equals("client certificate");
        tls.clientChain().stream().limit(1).forEach(leaf -> addExpiry(warnings, only ? failures : warnings, leaf));
        return new ClusterDescription(
                target.kubeconfig().sources(),
                target.inCluster(),
                target.context().name(),
                target.cluster().name(),
                target.user().name(),
                target.inCluster() ? "service account" : login.kind(),
                target.server(),
                proxy == null ? null : proxy.toString(),
                tlsText(target, tls),
                warnings,
                failures);
    }

    private static boolean isLoopback(URI server) {
        return server.getHost() != null
                && List.of("localhost", "127.0.0.1", "[::1]").contains(server.getHost());
    }

    private static void addWarnings(List<String> warnings, ResolvedContext target, Login login) {
        if (target.cluster().insecureSkipTlsVerify()) {
            warnings.add("cluster " + target.cluster().name()
                    + " has insecure-skip-tls-verify: anybody on the way can read the credentials; give"
                    + " certificate-authority instead");
        }
        boolean readable = target.server().getScheme().equals("http") && !isLoopback(target.server());
        if (readable && !login.kind().equals("anonymous")) {
            warnings.add("server " + target.server() + " is not https: the credentials travel readable; use https");
        }
        if (login.kind().equals("anonymous")) {
            warnings.add("user " + target.user().name()
                    + " has no credential: requests are anonymous; add one unless the server expects that");
        }
        if (!target.inCluster()) {
            target.kubeconfig().sources().stream()
                    .filter(ClusterFacts::isReadableByOthers)
                    .forEach(file -> warnings.add(
                            "kubeconfig " + file + " can be read by every user of this machine; chmod o-r it"));
        }
    }

    private void addExpiry(List<String> soon, List<String> over, X509Certificate leaf) {
        Instant end = leaf.getNotAfter().toInstant();
        Instant now = clock.instant();
        if (end.isBefore(now)) {
            over.add("client certificate " + name(leaf) + " expired at " + end + "; issue a new one");
        } else if (end.isBefore(now.plus(SOON))) {
            soon.add("client certificate " + name(leaf) + " expires at " + end + "; issue a new one in time");
        }
    }

    private static String tlsText(ResolvedContext target, TlsSettings tls) {
        if (target.server().getScheme().equals("http")) {
            return "none: plain http";
        }
        StringBuilder text = new StringBuilder();
        if (tls.insecure()) {
            text.append("server certificate not checked");
        } else {
            text.append("server certificate checked against ").append(tls.authoritySource());
            List<X509Certificate> authorities = tls.authorities();
            if (!authorities.isEmpty()) {
                text.append(" (").append(name(authorities.get(0)));
                text.append(authorities.size() > 1 ? " and " + (authorities.size() - 1) + " more)" : ")");
            }
        }
        if (tls.serverName() != null) {
            text.append(", name ").append(tls.serverName());
        }
        List<X509Certificate> chain = tls.clientChain();
        if (!chain.isEmpty()) {
            text.append(", client certificate ").append(name(chain.get(0)));
            text.append(" until ").append(chain.get(0).getNotAfter().toInstant());
        }
        return text.toString();
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** Files of a mounted Secret or ConfigMap are left out: their mode is set by Kubernetes and nobody else is in the pod. */
    private static boolean isReadableByOthers(Path file) {
        try {
            boolean mounted = StreamSupport.stream(file.toRealPath().spliterator(), false)
                    .anyMatch(part -> part.toString().startsWith(".."));
            return !mounted && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
