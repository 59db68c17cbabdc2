// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One set of routes with the CamelContext that runs it, on a private router that nobody can reach until the host switches
 * it in. Built as a whole and replaced as a whole.
 *
 * <p>Not thread-safe but for {@link #handle}: one reload at a time drives it.
 */
final class Generation {

    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    /** Consumers that do nothing of themselves: two generations of them may run at once. */
    private static final Set<String> PASSIVE =
            Set.of("platform-http", "direct", "seda", "rest", "rest-api", "rest-openapi");

    /** How long a timer's run may take to end before it is cut off. */
    private static final int STOP_SECONDS = 10;

    private final int number;
    private final Sources sources;
    private final Generations.Cluster cluster;
    private final Router router;
    private final GenerationMain main;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<Route> active = new ArrayList<>();
    private CamelContext context;
    private volatile boolean retired;

    /**
     * Prepares a generation.
     *
     * @param number     counts up
     * @param sources    the routes and the settings
     * @param cluster    the way to the cluster; null when the routes are only checked
     * @param vertx      the host's
     * @param shared     what the host binds into the registry, by name
     */
    Generation(int number, Sources sources, Generations.Cluster cluster, Vertx vertx, Map<String, Object> shared) {
        this(number, sources, cluster, vertx, shared, Set.of());
    }

    /** Prepares a generation that leaves out some of the routes, to find what is wrong with the others. */
    Generation(
            int number,
            Sources sources,
            Generations.Cluster cluster,
            Vertx vertx,
            Map<String, Object> shared,
            Set<String> without) {
        this.cluster = cluster;
        this.number = number;
        this.sources = sources;
        this.router = Router.router(vertx);
        this.main = new GenerationMain(sources.files(), sources.settings().asProperties(), without);
        PrivateRouter.bind(main, vertx, router);
        shared.forEach(main::bind);
    }

    /**
     * Parses and builds everything and checks what Camel does not; starts no route.
     *
     * @throws RoutesException with every finding
     */
    void build() throws RoutesException {
        List<String> mistakes = new ArrayList<>(CamelKeys.findings(sources.settings()));
        mistakes.addAll(sources.yaml().findings());
        if (!mistakes.isEmpty()) {
            throw new RoutesException(mistakes);
        }
        try {
            main.start();
            context = main.getCamelContext();
            List<String> findings = RouteChecks.findings(context, sources);
            if (!findings.isEmpty()) {
                throw new RoutesException(findings);
            }
        } catch (RoutesException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            // A class that cannot be loaded is an error to Java, and a name in a file to us.
            throw new RoutesException(FailureText.findings(e, main.getCamelContext(), sources), e);
        }
    }

    /** Starts the routes that wait to be called. */
    void startPassive() throws RoutesException {
        for (Route route : context.getRoutes()) {
            if (isPassive(route)) {
                start(route);
            }
        }
    }

    /** Starts the routes that act of themselves (timers, watches), which must run in one generation at a time. */
    void startActive() throws RoutesException {
        for (Route route : context.getRoutes()) {
            if (!isPassive(route)) {
                active.add(route);
                start(route);
            }
        }
    }

    /** Stops what {@link #startActive} started. */
    void stopActive() throws Exception {
        for (Route route : active) {
            context.getRouteController().stopRoute(route.getRouteId(), STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * Starts again what {@link #stopActive} stopped, when the generation that was to follow could not start.
     *
     * @return findings about routes that did not start; empty when all did
     */
    List<String> resumeActive() {
        List<String> findings = new ArrayList<>();
        for (Route route : active) {
            try {
                start(route);
            } catch (RoutesException e) {
                findings.addAll(e.findings());
            }
        }
        return findings;
    }

    private void start(Route route) throws RoutesException {
        if (Boolean.FALSE.equals(route.isAutoStartup())) {
            return;
        }
        try {
            context.getRouteController().startRoute(route.getRouteId());
        } catch (Exception e) {
            throw new RoutesException(
                    List.of(SourcePlace.of(route) + ": route " + route.getRouteId() + " cannot start: "
                            + FailureText.deepest(e)),
                    e);
        }
    }

    private static boolean isPassive(Route route) {
        String uri = route.getEndpoint().getEndpointUri();
        return PASSIVE.contains(uri.substring(0, uri.indexOf(':')));
    }

    /**
     * Lets a request be answered by the routes of this generation. Thread-safe.
     *
     * @return false when this generation no longer takes requests; the request is untouched then
     */
    boolean handle(RoutingContext request) {
        inFlight.incrementAndGet();
        // Looked at after counting: whoever retires this generation either sees the request or is seen by it.
        if (retired) {
            inFlight.decrementAndGet();
            return false;
        }
        request.addEndHandler(end -> inFlight.decrementAndGet());
        router.handleContext(request);
        return true;
    }

    /** Takes no more requests and waits for those under way, until a {@link System#nanoTime} at the latest. */
    void retire(long latest) {
        retired = true;
        while (inFlight.get() > 0 && System.nanoTime() - latest < 0) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Stops everything and lets go of it. Never throws: what does not stop cleanly is logged. */
    void stop() {
        try {
            main.stop();
            CamelContext built = main.getCamelContext();
            if (built != null) {
                built.close();
                // Only closing the registry runs the destroy methods of the beans of a build that failed.
                if (built.getRegistry() instanceof Closeable registry) {
                    registry.close();
                }
            }
        } catch (Exception e) {
            LOG.warn("A generation of routes did not stop cleanly generation={} reason=\"{}\"", number, e.getMessage());
        }
    }

    int number() {
        return number;
    }

    RouteFiles files() {
        return sources.files();
    }

    Settings settings() {
        return sources.settings();
    }

    /** The way to the cluster; null when the routes are only checked. */
    Generations.Cluster cluster() {
        return cluster;
    }

    /** What the files say of each route, by id, to compare generations. */
    Map<String, String> routeTexts() {
        Map<String, String> texts = new HashMap<>();
        for (Route route : context.getRoutes()) {
            String location = SourcePlace.of(route);
            int colon = location.lastIndexOf(':');
            String line = location.substring(colon + 1);
            if (colon > 0 && line.matches("\\d+")) {
                texts.put(
                        route.getRouteId(), sources.yaml().text(location.substring(0, colon), Integer.parseInt(line)));
            } else {
                texts.put(route.getRouteId(), route.toString());
            }
        }
        return texts;
    }

    Set<String> routeIds() {
        return context.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toSet());
    }

    CamelContext context() {
        return context;
    }
}
