// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * A running simulated Kubernetes API server.
 *
 * <p>Time comes from the clock that is given: a sample of the metrics API is due whenever another
 * {@link DemoOptions#resolution()} has passed on that clock, or at {@link #tick()}. With a clock that stands still and
 * the same options, every body is the same on every run. Thread-safe.
 */
public final class DemoCluster implements AutoCloseable {
    private static final long CHURN_STEP_MILLIS = 1_000;

    private final Vertx vertx;
    private final DemoOptions options;
    private final ClusterState state;
    private final DemoAccess access;
    private final DemoCallers callers;
    private final DemoFaults faults;
    private final DemoTraffic traffic = new DemoTraffic();
    private final HttpServer server;
    private final long[] timers;

    private DemoCluster(Vertx vertx, DemoOptions options, InstantSource clock, DemoControl control) {
        this.vertx = vertx;
        this.options = options;
        this.state = new ClusterState(options, clock);
        DemoRights rights = new DemoRights();
        this.access = new DemoAccess(rights, options.tokens());
        this.callers = new DemoCallers(access);
        PodJson podJson = new PodJson(options.realisticPods());
        PodWatches watches = new PodWatches(vertx, state, podJson, options);
        this.faults = new DemoFaults(rights, state, watches);
        MetricsLists metrics = new MetricsLists(vertx, state, new MetricsBodies(state, podJson));
        DemoApi api = new DemoApi(
                vertx,
                faults,
                traffic,
                access,
                callers,
                new AnswerSender(vertx, clock, options.seed()),
                new PodLists(state, podJson),
                watches,
                metrics,
                new OtherResources(state));
        this.server = vertx.createHttpServer(serverOptions(options)).requestHandler(control.before(api, this));
        this.timers = new long[] {
            vertx.setPeriodic(options.resolution().toMillis(), unused -> metrics.writeAhead()), startChurn()
        };
    }

    /**
     * Builds the cluster and listens. Blocks until the port is open, so do not call it on an event loop.
     *
     * @param vertx stays with the caller: {@link #close()} does not close it
     * @throws IllegalStateException if the port cannot be opened
     */
    public static DemoCluster start(Vertx vertx, DemoOptions options, InstantSource clock) {
        return start(vertx, options, clock, DemoControl.NONE);
    }

    static DemoCluster start(Vertx vertx, DemoOptions options, InstantSource clock, DemoControl control) {
        DemoCluster cluster = new DemoCluster(vertx, options, clock, control);
        try {
            cluster.server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            cluster.close();
            throw new IllegalStateException(
                    "The demo cluster cannot listen on " + options.host() + ":" + options.port() + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
        return cluster;
    }

    /** Where clients connect, without a path. */
    public URI uri() {
        String scheme = options.tls().isPresent() ? "https" : "http";
        String host = options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
        return URI.create(scheme + "://" + host + ":" + port());
    }

    public int port() {
        return server.actualPort();
    }

    /**
     * The text of a kubeconfig whose context {@code demo} leads here, with the certificate to trust and a token that is
     * accepted now, where there are any.
     */
    public String kubeconfig() {
        return DemoKubeconfig.text(uri(), options.tls(), access.token());
    }

    public DemoFaults faults() {
        return faults;
    }

    public DemoTraffic traffic() {
        return traffic;
    }

    /** Accepts these bearer tokens and no others from now on; none: no token is asked for. */
    public void demandTokens(Set<String> tokens) {
        access.demand(tokens);
    }

    /**
     * Makes a service account whose token the token reviews know. The user of the tokens of {@link #demandTokens} is known
     * as well and may visit every path.
     *
     * @param paths what is no resource and may be read by it ({@code /metrics}); a {@code *} at the end stands for anything
     */
    public void serviceAccount(String token, String namespace, String name, Set<String> paths) {
        callers.add(token, namespace, name, paths);
    }

    /** Takes a new sample of the metrics API at once. Time stands still unless the clock moves. */
    public void tick() {
        state.tick();
    }

    /**
     * Replaces pods of Deployments and DaemonSets: each is deleted and another one with a new name, uid and address
     * takes its place on the same node. The metrics API shows the new ones with the next tick.
     *
     * @return the number of pods that were replaced, less than asked for if there are not as many
     */
    public int churn(int number) {
        return state.churn(number);
    }

    /**
     * Deletes a pod and lets its controller create it again, with a new uid and address; a pod of a StatefulSet keeps
     * its name.
     *
     * @throws IllegalArgumentException if there is no such pod
     */
    public void recreate(String namespace, String name) {
        state.recreate(namespace, name);
    }

    /**
     * Deletes a pod for good.
     *
     * @throws IllegalArgumentException if there is no such pod
     */
    public void delete(String namespace, String name) {
        state.delete(namespace, name);
    }

    /** All pods as they are now, by namespace and name. */
    public List<DemoPod> pods() {
        ClusterState.Sample sample = state.sample();
        return state.store().now().table().all().stream()
                .map(pod -> DemoPod.of(pod, ClusterState.measured(pod, sample)))
                .toList();
    }

    /** The names of all nodes in order. */
    public List<String> nodes() {
        return state.nodes().stream().map(SimNode::name).toList();
    }

    /** The resource version of the newest change. */
    public long resourceVersion() {
        return state.store().now().resourceVersion();
    }

    /** Stops listening and closes all connections. Blocks, so do not call it on an event loop. */
    @Override
    public void close() {
        for (long timer : timers) {
            vertx.cancelTimer(timer);
        }
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private long startChurn() {
        double perStep = options.churnPerMinute() / 60.0;
        double[] owed = {0};
        return vertx.setPeriodic(CHURN_STEP_MILLIS, unused -> {
            owed[0] += perStep;
            int whole = (int) owed[0];
            owed[0] -= whole;
            if (whole > 0) {
                vertx.executeBlocking(() -> state.churn(whole), true);
            }
        });
    }

    private static HttpServerOptions serverOptions(DemoOptions options) {
        HttpServerOptions server = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false);
        options.tls().ifPresent(tls -> {
            server.setSsl(true).setUseAlpn(true);
            server.setKeyCertOptions(new PemKeyCertOptions()
                    .setCertPath(tls.certificate().toString())
                    .setKeyPath(tls.key().toString()));
            tls.clientCa().ifPresent(ca -> server.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
        });
        return server;
    }
}
