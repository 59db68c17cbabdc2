// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.transport.ClusterHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The way to every cluster the settings allow. A client stays valid until this is closed: edits of the kubeconfig, rotated tokens and
 * certificates and renewed credentials take effect below it, from the next request on. Thread-safe.
 */
public final class ClusterAccess implements AutoCloseable {

    private static final String USER_AGENT = "metrics-server-prom";

    private final AccessSettings settings;
    private final ContextSource source;
    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final String chosen;
    private final Map<String, ClusterConnection> connections = new LinkedHashMap<>();
    private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();
    private final List<Consumer<String>> serverListeners = new CopyOnWriteArrayList<>();
    private final long idleTimer;

    private ClusterAccess(AccessSettings settings, Vertx vertx, Clock clock) {
        this.settings = settings;
        this.vertx = vertx;
        this.source = new ContextSource(settings);
        this.chosen = source.chosen();
        List<String> names = new ArrayList<>(settings.contexts());
        names.remove(chosen);
        names.add(0, chosen);
        // Each context does one thing at a time: one whose plugin hangs does not hold up another.
        this.worker = vertx.createSharedWorkerExecutor(
                "kubernetes-access " + String.join(",", names),
                names.size(),
                settings.pluginTimeout().toMillis() * 2 + 60_000,
                TimeUnit.MILLISECONDS);
        for (String name : names) {
            connections.put(
                    name, new ClusterConnection(name, source, settings, vertx, worker, clock, this::serverChanged));
        }
        long period = Math.max(1_000, settings.idleTimeout().toMillis() / 2);
        this.idleTimer = vertx.setPeriodic(period, timer -> closeIdle());
    }

    /**
     * Opens the way: reads the files and checks everything that can be checked without the network. Reads files: not for an event
     * loop.
     *
     * @throws AccessException if the configuration cannot work; a cluster that merely does not answer is no reason
     */
    public static ClusterAccess open(AccessSettings settings, Vertx vertx) {
        return open(settings, vertx, Clock.systemUTC());
    }

    static ClusterAccess open(AccessSettings settings, Vertx vertx, Clock clock) {
        ClusterAccess access = new ClusterAccess(settings, vertx, clock);
        try {
            access.connections.get(access.chosen).verify();
            for (String name : access.connections.keySet()) {
                access.source.resolve(name);
            }
            return access;
        } catch (AccessException e) {
            access.close();
            throw e;
        }
    }

    /** The context that is used when none is asked for. */
    public String context() {
        return chosen;
    }

    /** Every context that may be asked for, the chosen one first. */
    public List<String> contexts() {
        return List.copyOf(connections.keySet());
    }

    /** The client of the chosen context. */
    public KubernetesClient client() {
        return client(chosen);
    }

    /**
     * The client of a context, made on the first call. Do not close it.
     *
     * @throws AccessException if the context is not one of {@link #contexts()}, or cannot work as it is configured now
     */
    public KubernetesClient client(String context) {
        ClusterConnection connection = connection(context);
        return clients.computeIfAbsent(context, name -> build(connection, new KubernetesSerialization()));
    }

    /**
     * A further client of a context with a serialization of its own, such as one that leaves fields out. It shares connections and
     * credentials with the others; the caller closes it.
     *
     * @throws AccessException as {@link #client(String)}
     */
    public KubernetesClient client(String context, KubernetesSerialization serialization) {
        return build(connection(context), serialization);
    }

    /**
     * What is known of a context without asking the cluster. Reads files.
     *
     * @throws AccessException as {@link #client(String)}
     */
    public ClusterDescription describe(String context) {
        List<String> notes = new ArrayList<>();
        boolean askedFor =
                !settings.environment().getOrDefault("KUBECONFIG", "").isBlank();
        if (askedFor && source.standsIn()) {
            settings.kubeconfig()
                    .forEach(file -> notes.add("kubeconfig " + file
                            + " does not exist: the service account of the pod is used instead; mount the file or unset"
                            + " KUBECONFIG"));
        }
        return connection(context).describe(notes);
    }

    /**
     * Why a context runs on with what it had before: a bad edit of a file, a plugin that fails. Empty when all is well.
     *
     * @throws AccessException if the context is not one of {@link #contexts()}
     */
    public Optional<String> problem(String context) {
        return connection(context).problem();
    }

    /**
     * Asks to be told when a context leads to another server, so that what is remembered of the old cluster can be dropped. Called
     * with the name of the context on a worker thread.
     */
    public void onServerChange(Consumer<String> listener) {
        serverListeners.add(listener);
    }

    /** Closes every client; answers that are still being read are waited for, without blocking. */
    @Override
    public void close() {
        vertx.cancelTimer(idleTimer);
        clients.values().forEach(KubernetesClient::close);
        connections.values().forEach(ClusterConnection::close);
        worker.close();
    }

    private ClusterConnection connection(String context) {
        ClusterConnection connection = connections.get(context);
        if (connection == null) {
            throw AccessException.configuration("context " + context + " is not served; served are: "
                    + String.join(", ", connections.keySet()) + "; add it to exporter.contexts to serve it");
        }
        return connection;
    }

    private KubernetesClient build(ClusterConnection connection, KubernetesSerialization serialization) {
        ResolvedContext target = connection.verify();
        URI base = target.server();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(base.toString())
                .withNamespace(target.context().namespace())
                .withConnectionTimeout((int) settings.connectTimeout().toMillis())
                .withRequestTimeout((int) settings.requestTimeout().toMillis())
                .withRequestRetryBackoffLimit(0)
                .withUserAgent(USER_AGENT)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new ClusterHttpClientFactory(connection, base, USER_AGENT))
                .withKubernetesSerialization(serialization)
                .build();
    }

    private void closeIdle() {
        connections.forEach((name, connection) -> {
            if (!name.equals(chosen)) {
                connection.closeIfIdle(settings.idleTimeout());
            }
        });
    }

    private void serverChanged(String context) {
        serverListeners.forEach(listener -> listener.accept(context));
    }
}
