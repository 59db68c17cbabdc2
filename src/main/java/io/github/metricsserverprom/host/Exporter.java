// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.scrape.CollectorLog;
import io.github.metricsserverprom.web.WebSecurity;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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

    /** Workers beyond those of scrapes, so that a scrape too many is refused at once instead of waiting for one. */
    private static final int OTHER_WORK = 8;

    /** How long everything else may take to close after requests have ended. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReloadState reloadState = new ReloadState();
    private final Installation installation;
    private volatile String hopeless;
    private volatile long giveUp;
    private Reloader reloader;
    private WebSecurity web;
    private Health health;
    private Ports ports;

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
        SelfMetrics metrics = opened(new SelfMetrics(), SelfMetrics::close);
        metrics.observe(reloadState);
        web = opened(WebSecurity.open(webConfig(settings), metrics.registry()), WebSecurity::close);
        Vertx vertx = opened(
                Vertx.vertx(new VertxOptions()
                        .setEventLoopPoolSize(EVENT_LOOPS)
                        // Nothing is read from the class path by Vert.x: without this it makes a folder for copies,
                        // which a kill would leave behind.
                        .setFileSystemOptions(new FileSystemOptions()
                                .setClassPathResolvingEnabled(false)
                                .setFileCachingEnabled(false))
                        .setWorkerPoolSize(settings.number(Setting.MAX_CONCURRENT_SCRAPES) + OTHER_WORK)),
                v -> v.close().toCompletionStage().toCompletableFuture().join());
        Generations.LinkOpener links = named -> ClusterLink.open(named, installation.environment(), vertx);
        if (demo) {
            DemoLink link = opened(DemoLink.start(vertx, settings), DemoLink::close);
            links = named -> ClusterLink.open(link.access(), vertx);
            LOG.info("Demo cluster: {}. These numbers are made up.", link.text());
        }
        health = new Health(vertx, reloadState, web, () -> reloader.live());
        startRoutes(files, settings, vertx, metrics, links);
        ports = opened(
                Ports.open(
                        vertx,
                        settings,
                        web,
                        HostRoutes.scrape(vertx, web.gate("scrape", health::tokens), health::readiness, reloader::live),
                        HostRoutes.management(
                                vertx,
                                web.gate("management", health::tokens),
                                health::readiness,
                                metrics::page,
                                () -> reload("request"))),
                open -> open.close(giveUp));
        metrics.observe(ports.clients());
        // Closed before the ports, so that scrapes under way are answered.
        opened(reloader, routes -> routes.close(giveUp));
        opened(RouteWatcher.start(installation, reloader), RouteWatcher::close);
        opened(KubeconfigWatcher.start(reloader), KubeconfigWatcher::close);
        HangUp.handle(() -> reload("SIGHUP"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop"));
        LOG.info(
                "Serving {}://localhost:{}/metrics (and / for people); management on port {}.",
                web.tls() ? "https" : "http",
                ports.scrapePort(),
                ports.managementPort());
    }

    private static Optional<Path> webConfig(Settings settings) {
        String file = settings.get(Setting.WEB_CONFIG_FILE);
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
    }

    private void startRoutes(
            RouteFiles files, Settings settings, Vertx vertx, SelfMetrics metrics, Generations.LinkOpener links)
            throws ConfigException {
        CollectorLog log = new CollectorLog();
        RestartNotice notice = new RestartNotice(settings, reloadState);
        Generations generations = new Generations(
                installation,
                links,
                vertx,
                new UpstreamMeters(metrics.registry()),
                () -> Map.of(
                        "collectorLog",
                        log,
                        "exporterStatus",
                        health,
                        "metricsRegistry",
                        metrics.registry(),
                        "routeMetrics",
                        RouteMetrics.into(metrics.registry())));
        reloader = opened(
                new Reloader(generations, reloadState, (old, next) -> {
                    metrics.live(next.number(), next.files().hash(), next.routeIds());
                    notice.compare(next.settings());
                    health.follow(old, next, this::fail);
                }),
                routes -> routes.close(giveUp));
        try {
            reloader.load(files, "start");
        } catch (RoutesException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /** Reads the web configuration and loads the routes as they are now; gives null when that worked, else the reason. */
    private String reload(String why) {
        List<String> problems = new ArrayList<>();
        try {
            web.reload();
        } catch (ConfigException e) {
            problems.add(e.getMessage());
        }
        try {
            reloader.load(installation.read(), why);
        } catch (ConfigException e) {
            reloader.unreadable(e.getMessage());
            problems.add(e.getMessage());
        } catch (RoutesException e) {
            problems.add(e.getMessage());
        }
        return problems.isEmpty() ? null : String.join("\n", problems);
    }

    /** The port that scrapes are answered on. */
    int scrapePort() {
        return ports.scrapePort();
    }

    /** The port of the management server. */
    int managementPort() {
        return ports.managementPort();
    }

    /** The cluster cannot be read as it is configured, which took longer to find out than to start. */
    private void fail(String reason) {
        hopeless = reason;
        stopped.countDown();
    }

    /**
     * Waits until the program was stopped.
     *
     * @throws ConfigException when it turned out that the configuration cannot work
     */
    void awaitStop() throws InterruptedException, ConfigException {
        stopped.await();
        if (hopeless != null) {
            throw new ConfigException(hopeless);
        }
    }

    private void stopOnSignal() {
        if (stopped.getCount() == 0) {
            return;
        }
        health.stopping();
        Duration delay = setting(Setting.STOP_DELAY);
        Duration grace = setting(Setting.STOP_GRACE);
        LOG.info("Stopping delay_seconds={} grace_seconds={}", delay.toSeconds(), grace.toSeconds());
        try {
            // Not ready any more, but answering still, until whoever sends requests here has noticed.
            Thread.sleep(delay.toMillis());
            Thread closing = new Thread(this::close, "stop-closing");
            closing.start();
            closing.join(grace.plus(FAREWELL).toMillis());
            if (closing.isAlive()) {
                LOG.warn(
                        "Requests under way are cut off: they did not end within {} s (exporter.stop-grace)",
                        grace.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // A JVM that was asked to end by a signal would exit with 128 + its number, which looks like a failure.
        Runtime.getRuntime().halt(0);
    }

    private Duration setting(Setting key) {
        Generation live = reloader.live();
        return live == null ? Duration.ZERO : live.settings().duration(key);
    }

    /** Stops answering, lets scrapes under way end, and lets go of everything in the reverse order of opening. */
    @Override
    public synchronized void close() {
        if (health != null) {
            health.stopping();
        }
        giveUp = System.nanoTime() + (reloader == null ? Duration.ZERO : setting(Setting.STOP_GRACE)).toNanos();
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
