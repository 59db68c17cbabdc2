// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.tls.TlsSettings;
import io.github.metricsserverprom.kubernetes.transport.ClusterHttpClientFactory;
import io.github.metricsserverprom.kubernetes.transport.Session;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to every cluster the settings allow, as the files were when it was opened. A client stays valid until this is closed: rotated
 * tokens and certificates, renewed credentials and edits of users take effect below it, from the next request on. An edit that leads to
 * another cluster does not: what was read of one cluster must never be mixed with another's, so {@link #movedOn()} tells that a new way
 * is to be opened. Thread-safe.
 */
public final class ClusterAccess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterAccess.class);
    private static final String USER_AGENT = "metrics-server-prom";

    /** What a renewal that was broken off may take to end. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final AccessSettings settings;
    private final ContextSource source;
    private final Clock clock;
    private final WorkerExecutor worker;
    private final Vertx vertx;
    private final String chosen;
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();
    private final long idleTimer;
    /** Why the last edit of the kubeconfig is not followed; null when it is. */
    private volatile String edit;

    /** One context: what the files say of it, and the connections. */
    private record Way(ContextLogin login, ClusterConnection connection) {}

    private ClusterAccess(AccessSettings settings, Vertx vertx, Clock clock) {
        this.settings = settings;
        this.vertx = vertx;
        this.clock = clock;
        this.source = new ContextSource(settings);
        this.chosen = source.chosen();
        List<ContextLogin> logins = contexts(chosen).stream().map(this::login).toList();
        logins.get(0).verify();
        // Each context does one thing at a time: one whose plugin hangs does not hold up another.
        this.worker = vertx.createSharedWorkerExecutor(
                "kubernetes-access "
                        + logins.stream().map(ContextLogin::context).collect(Collectors.joining(",")),
                logins.size(),
                settings.pluginTimeout().toMillis() * 2 + 60_000,
                TimeUnit.MILLISECONDS);
        for (ContextLogin login : logins) {
            ways.put(
                    login.context(),
                    new Way(
                            login,
                            new ClusterConnection(login, settings, vertx, worker, clock, text -> text.equals(edit))));
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
        return new ClusterAccess(settings, vertx, clock);
    }

    /** The context that is used when none is asked for. */
    public String context() {
        return chosen;
    }

    /** Every context that may be asked for, the chosen one first. */
    public List<String> contexts() {
        return List.copyOf(ways.keySet());
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
        Way way = way(context);
        return clients.computeIfAbsent(context, name -> build(way, settings, new KubernetesSerialization()));
    }

    /**
     * A further client of a context with a serialization of its own, such as one that leaves fields out. It shares connections and
     * credentials with the others; the caller closes it.
     *
     * @throws AccessException as {@link #client(String)}
     */
    public KubernetesClient client(String context, KubernetesSerialization serialization) {
        return build(way(context), settings, serialization);
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
        Way way = way(context);
        Session session = way.connection().session();
        TlsSettings tls =
                session == null ? null : session.transport().settings().tls();
        return way.login().describe(tls, notes);
    }

    /**
     * Why a context runs on with what it had before: a bad edit of a file, a plugin that fails. Empty when all is well.
     *
     * @throws AccessException if the context is not one of {@link #contexts()}
     */
    public Optional<String> problem(String context) {
        Optional<String> own = way(context).connection().problem();
        return context.equals(chosen) ? own.or(() -> Optional.ofNullable(edit)) : own;
    }

    /**
     * Begins to obtain the credentials of the chosen context, so that they are at hand when the first request is made. Never blocks.
     *
     * @return ends when they are there; fails with {@code AccessException} if they cannot be had
     */
    public CompletableFuture<Void> prepare() {
        return ways.get(chosen).connection().current().thenAccept(session -> {});
    }

    /** Whether there are credentials for the chosen context: they were obtained, and have not ended without new ones. */
    public boolean hasCredentials() {
        return ways.get(chosen).connection().hasCredential();
    }

    /**
     * Whether the files lead elsewhere than when this was opened: another context is the current one, or a context leads to another
     * cluster. Reads files. Files that are wrong lead nowhere; {@link #problem} tells of them.
     */
    public boolean movedOn() {
        try {
            List<ContextLogin> now =
                    contexts(source.chosen()).stream().map(this::login).toList();
            boolean moved = !now.get(0).context().equals(chosen) || now.stream().anyMatch(this::isElsewhere);
            if (moved) {
                now.get(0).verify();
            }
            tellEdit(null);
            return moved;
        } catch (AccessException e) {
            tellEdit(e.getMessage());
            return false;
        }
    }

    private boolean isElsewhere(ContextLogin now) {
        Way was = ways.get(now.context());
        return was == null || !now.leadsTo(was.login());
    }

    private void tellEdit(String found) {
        if (Objects.equals(found, edit)) {
            return;
        }
        edit = found;
        if (found != null && ways.values().stream().noneMatch(way -> isProblem(way, found))) {
            LOG.warn("The kubeconfig cannot be followed, what was read stays so reason={}", found);
        }
    }

    private static boolean isProblem(Way way, String text) {
        return way.connection().problem().filter(text::equals).isPresent();
    }

    /**
     * Closes every client. Answers that are still being read are waited for, without blocking; a renewal of credentials is
     * broken off, and waited for here.
     */
    @Override
    public void close() {
        vertx.cancelTimer(idleTimer);
        clients.values().forEach(KubernetesClient::close);
        ways.values().forEach(way -> way.connection().close());
        worker.close();
        try {
            for (Way way : ways.values()) {
                way.connection().awaitRenewal(LONGEST_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> contexts(String first) {
        List<String> names = new ArrayList<>(settings.contexts());
        names.remove(first);
        names.add(0, first);
        return names;
    }

    private ContextLogin login(String context) {
        return new ContextLogin(context, source, settings, clock);
    }

    private Way way(String context) {
        Way way = ways.get(context);
        if (way == null) {
            throw AccessException.configuration("context " + context + " is not served; served are: "
                    + String.join(", ", ways.keySet()) + "; add it to exporter.contexts to serve it");
        }
        return way;
    }

    private static KubernetesClient build(Way way, AccessSettings settings, KubernetesSerialization serialization) {
        ResolvedContext target = way.login().verify();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(target.server().toString())
                .withNamespace(target.context().namespace())
                .withConnectionTimeout((int) settings.connectTimeout().toMillis())
                .withRequestTimeout((int) settings.requestTimeout().toMillis())
                .withRequestRetryBackoffLimit(0)
                .withUserAgent(USER_AGENT)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new ClusterHttpClientFactory(way.connection(), target.server(), USER_AGENT))
                .withKubernetesSerialization(serialization)
                .build();
    }

    private void closeIdle() {
        ways.forEach((name, way) -> {
            if (!name.equals(chosen)) {
                way.connection().closeIfIdle(settings.idleTimeout());
            }
        });
    }
}
