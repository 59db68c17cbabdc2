// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths that belong to the host, on both servers, where no edit of a route can remove them: {@code /livez} and
 * {@code /readyz} everywhere, self metrics and reload on the management server.
 */
final class HostRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(HostRoutes.class);
    private static final String TEXT = "text/plain; charset=utf-8";

    private HostRoutes() {}

    /** The state of the program as {@code /readyz} tells it: ready or not, and text for people. */
    record Readiness(boolean ready, String text) {}

    /** The router of the port that Prometheus scrapes: the host's paths, then the generation that is live. */
    static Router scrape(
            Vertx vertx, Handler<RoutingContext> gate, Supplier<Readiness> readiness, Supplier<Generation> live) {
        Router router = base(vertx, gate, readiness);
        router.route().last().handler(request -> {
            // A generation that was replaced between the two calls sends the request on to its successor.
            Generation generation = live.get();
            while (generation != null && !generation.handle(request)) {
                generation = live.get();
            }
            if (generation == null) {
                text(request, 503, "no routes: the program is starting or stopping\n");
            }
        });
        return router;
    }

    /**
     * The router of the management server.
     *
     * @param gate    stands before all paths
     * @param metrics gives the page of self metrics
     * @param reload  loads the routes now; gives null when that worked, else the reason
     */
    static Router management(
            Vertx vertx,
            Handler<RoutingContext> gate,
            Supplier<Readiness> readiness,
            Supplier<String> metrics,
            Supplier<String> reload) {
        Router router = base(vertx, gate, readiness);
        for (String path : new String[] {"/metrics", "/observe/metrics"}) {
            router.get(path).handler(request -> vertx.executeBlocking(metrics::get, false)
                    .onSuccess(page -> request.response()
                            .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                            .end(page))
                    .onFailure(request::fail));
        }
        router.post("/-/reload").handler(request -> vertx.executeBlocking(reload::get, true)
                .onSuccess(problem ->
                        text(request, problem == null ? 200 : 422, problem == null ? "reloaded\n" : problem + "\n"))
                .onFailure(request::fail));
        return router;
    }

    private static Router base(Vertx vertx, Handler<RoutingContext> gate, Supplier<Readiness> readiness) {
        Router router = Router.router(vertx);
        router.route().handler(gate);
        get(router, "/livez", request -> text(request, 200, "ok\n"));
        get(router, "/readyz", request -> {
            Readiness now = readiness.get();
            text(request, now.ready() ? 200 : 503, now.text());
        });
        // Without handlers of their own each request that cannot be understood would log a stack trace. vertx-web's
        // BodyHandler has those fail with 200 whose client goes away before their end.
        router.errorHandler(200, request -> text(request, 400, "the request ended early\n"));
        router.errorHandler(400, request -> text(request, 400, "bad request\n"));
        router.errorHandler(413, request -> text(request, 413, "the body is too large\n"));
        router.errorHandler(
                404, request -> text(request, 404, "not found: " + printable(request.normalizedPath()) + "\n"));
        router.errorHandler(405, request -> text(request, 405, "method not allowed\n"));
        router.errorHandler(406, request -> text(request, 406, "not acceptable\n"));
        router.errorHandler(415, request -> text(request, 415, "unsupported media type\n"));
        router.errorHandler(417, request -> text(request, 417, "expectation failed\n"));
        router.errorHandler(500, HostRoutes::failed);
        return router;
    }

    /** What went wrong while a request was read is the caller's mistake, all else ours. */
    private static void failed(RoutingContext request) {
        if (request.failure() instanceof DecoderException) {
            text(request, 400, "bad request\n");
        } else {
            LOG.error("A request failed path={}", printable(request.request().path()), request.failure());
            text(request, 500, "internal error; the log of the exporter says more\n");
        }
    }

    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
    }

    private static String printable(String path) {
        String plain = path.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "...";
    }

    private static void text(RoutingContext request, int status, String text) {
        HttpServerResponse response = request.response();
        if (!response.ended()) {
            response.setStatusCode(status).putHeader("Content-Type", TEXT).end(text);
        }
    }
}
