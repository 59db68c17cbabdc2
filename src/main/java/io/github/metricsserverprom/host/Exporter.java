// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.apiserver.SingleFlight;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.host.HostRoutes.Readiness;
import io.github.metricsserverprom.join.FactsMemory;
import io.github.metricsserverprom.podfacts.PodWatches;
import io.github.metricsserverprom.render.ExporterStatus;
import io.github.metricsserverprom.scrape.CollectorLog;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running program: clients of the cluster, HTTP servers, the live generation of routes, and what they share. Started
 * as a whole and closed as a whole.
 */
public final class Exporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);

    /** Event loops only move bytes; parsing and rendering are done by workers. */
    private static final int EVENT_LOOPS = 2;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReloadState reloadState = new ReloadState();
    private final Installation installation;
    private volatile boolean stopping;
    private Reloader reloader;
    private ClusterLink cluster;
    private Ports ports;
    private Map<String, Object> shared = Map.of();

    private Exporter(Installation installation) {
        this.installation = installation;
    }

    /**
     * Starts the program; when this returns, it answers scrapes.
     *
     * @param demo whether to read a simulated cluster inside this process
     * @throws ConfigException when the configuration cannot work; nothing is left running then
     */
    static Exporter start(Installation installation, boolean demo) throws ConfigException {
        Exporter exporter = new Exporter(installation);
        try {
            exporter.open(demo);
            return exporter;
        } catch (ConfigException | RuntimeException e) {
            exporter.close();
            throw e;
        }
    }

    private void open(boolean demo) throws ConfigException {
        RouteFiles files = installation.read();
        Settings settings = installation.settings(files);
        Logging.configure(settings);
        Vertx vertx = opened(
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS)),
                v -> v.close().toCompletionStage().toCompletableFuture().join());
        Map<String, String> environment = installation.environment();
        if (demo) {
            DemoLink link = opened(DemoLink.start(vertx, settings), DemoLink::close);
            environment = link.environment(environment);
            LOG.info("Demo cluster: {}. These numbers are made up.", link.text());
        }
        cluster = opened(ClusterLink.open(settings, environment, vertx), ClusterLink::close);
        SelfMetrics metrics = opened(new SelfMetrics(), SelfMetrics::close);
        metrics.observe(reloadState);
        UpstreamMetrics upstream = new UpstreamMeters(metrics.registry());
        PodWatches podWatches = opened(new PodWatches(cluster, upstream), PodWatches::close);
        cluster.onServerChange(podWatches::restart);
        shared = shared(metrics, upstream, podWatches);
        reloader =
                opened(new Reloader((number, next) -> generation(number, next, vertx), reloadState), Reloader::close);
        try {
            reloader.load(files, "start");
        } catch (RoutesException e) {
            throw new ConfigException(e.getMessage(), e);
        }
        ports = opened(
                Ports.open(
                        vertx,
                        settings,
                        HostRoutes.scrape(vertx, this::readiness, reloader::live),
                        HostRoutes.management(vertx, this::readiness, metrics::page, this::reload)),
                Ports::close);
        vertx.executeBlocking(() -> {
            cluster.report();
            return null;
        });
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop"));
        LOG.info(
                "Serving http://localhost:{}/metrics (and / for people); management on port {}.",
                ports.scrapePort(),
                ports.managementPort());
    }

    private Generation generation(int number, RouteFiles files, Vertx vertx) throws RoutesException {
        try {
            return new Generation(number, files, installation.settings(files).asProperties(), vertx, shared);
        } catch (ConfigException e) {
            throw new RoutesException(e.getMessage().lines().toList(), e);
        }
    }

    private Map<String, Object> shared(SelfMetrics metrics, UpstreamMetrics upstream, PodWatches podWatches) {
        MicrometerRoutePolicyFactory routeMetrics = new MicrometerRoutePolicyFactory();
        routeMetrics.setMeterRegistry(metrics.registry());
        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put("kubernetesClient", cluster.client());
        beans.put("clusterClients", cluster);
        beans.put("upstreamMetrics", upstream);
        beans.put("podWatches", podWatches);
        beans.put("pageCarrier", new VertxPages());
        beans.put("singleFlight", new SingleFlight());
        beans.put("collectorLog", new CollectorLog());
        beans.put("factsMemory", new FactsMemory());
        beans.put("exporterStatus", new Status());
        beans.put("metricsRegistry", metrics.registry());
        beans.put("routeMetrics", routeMetrics);
        return beans;
    }

    private final class Status implements ExporterStatus {

        @Override
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>(cluster.facts());
            facts.put("Generation", Integer.toString(reloadState.generation()));
            return facts;
        }

        @Override
        public String problem() {
            return problems();
        }
    }

    private String problems() {
        String routes = reloadState.problem();
        String access = cluster.problem();
        return routes.isEmpty() || access.isEmpty() ? routes + access : routes + "\n" + access;
    }

    private Readiness readiness() {
        if (stopping) {
            return new Readiness(false, "stopping\n");
        }
        String problems = problems();
        return new Readiness(
                true, problems.isEmpty() ? "ready\n" : "ready, with the last good configuration:\n" + problems + "\n");
    }

    private String reload() {
        try {
            reloader.load(installation.read(), "request");
            return null;
        } catch (ConfigException | RoutesException e) {
            return e.getMessage();
        }
    }

    /** The port that scrapes are answered on. */
    int scrapePort() {
        return ports.scrapePort();
    }

    /** The port of the management server. */
    int managementPort() {
        return ports.managementPort();
    }

    /** Waits until the program was stopped. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private void stopOnSignal() {
        if (stopped.getCount() > 0) {
            LOG.info("Stopping");
            close();
            // A JVM that was asked to end by a signal would exit with 128 + its number, which looks like a failure.
            Runtime.getRuntime().halt(0);
        }
    }

    /** Stops answering, lets scrapes under way end, and lets go of everything in the reverse order of opening. */
    @Override
    public synchronized void close() {
        stopping = true;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("Something did not stop cleanly reason=\"{}\"", e.getMessage());
            }
        }
        stopped.countDown();
    }

    /** Closes a thing; what it throws is logged. */
    @FunctionalInterface
    private interface Closing<T> {
        void close(T thing) throws Exception;
    }

    private <T> T opened(T thing, Closing<T> closing) {
        opened.push(() -> closing.close(thing));
        return thing;
    }
}
