// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.FailedToCreateRouteException;

/** Builds routes without starting any: no cluster is asked, no port is opened, no kubeconfig is needed. */
final class DryRun implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://localhost:1")
                    .build())
            .build();

    /**
     * Builds the routes.
     *
     * @throws RoutesException with every finding
     */
    Generation build(Sources sources) throws RoutesException {
        return build(sources, Set.of());
    }

    private Generation build(Sources sources, Set<String> without) throws RoutesException {
        ClusterClients clients = context -> client;
        Generation generation = new Generation(
                1, sources, null, vertx, Map.of("kubernetesClient", client, "clusterClients", clients), without);
        try {
            generation.build();
            return generation;
        } catch (RoutesException e) {
            generation.stop();
            throw e;
        }
    }

    /**
     * Every finding. Camel stops at the first file that it cannot read and at the first route that it cannot build; the
     * others are tried without it.
     */
    List<String> findings(Sources sources) {
        Set<String> findings = new LinkedHashSet<>();
        Set<String> broken = new LinkedHashSet<>();
        Sources rest = sources;
        while (true) {
            try {
                build(rest, broken).stop();
                break;
            } catch (RoutesException e) {
                String route = brokenRoute(e);
                boolean partly = !broken.isEmpty() || rest != sources;
                if (partly && e.getCause() == null) {
                    // What is wrong among the routes may come of those that are missing.
                    break;
                }
                findings.addAll(e.findings());
                if (route == null || !isNamed(route, rest) || !broken.add(route)) {
                    Sources fewer = withoutFileOf(e.findings().get(0), rest);
                    if (fewer == rest) {
                        break;
                    }
                    rest = fewer;
                }
            }
        }
        return findings.stream()
                .filter(finding -> !UnreadBeans.explain(finding, sources))
                .toList();
    }

    /** Without the file that a finding is about, unless it has what other files may need. */
    private static Sources withoutFileOf(String finding, Sources sources) {
        for (String name : sources.files().files().keySet()) {
            String shown = sources.files().shown(name);
            boolean needed = sources.yaml()
                    .entries()
                    .anyMatch(entry -> entry.file().equals(shown)
                            && entry.path().size() == 1
                            && !entry.isKey("route")
                            && !entry.isKey("from"));
            if (finding.startsWith(shown + ":") && !needed) {
                return Sources.of(sources.files().without(name), sources.settings());
            }
        }
        return sources;
    }

    /** Whether a route has its id from a file; what Camel calls the others is new in each build. */
    private static boolean isNamed(String route, Sources sources) {
        return sources.yaml().entries().anyMatch(entry -> entry.isKey("id") && entry.hasValue(route));
    }

    private static String brokenRoute(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof FailedToCreateRouteException route) {
                return route.getRouteId();
            }
        }
        return null;
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
