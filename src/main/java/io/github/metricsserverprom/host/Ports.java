// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.web.WebSecurity;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The two listening sockets: the one that Prometheus scrapes, and the management server. They outlive reloads.
 *
 * <p>They are Vert.x servers of the host's own and not camel-main's, whose options (limits, timeouts) cannot be set and
 * which stays alive without a server when its port is taken.
 */
final class Ports implements AutoCloseable {

    /** A request line or header beyond this is refused; Prometheus sends a few hundred bytes. */
    private static final int LARGEST_HEADERS = 16 * 1024;

    /** Prometheus keeps its connection between scrapes; whoever is silent for longer is cut off. */
    private static final int IDLE_SECONDS = 180;

    /** Requests at once on one HTTP/2 connection; Prometheus makes one. */
    private static final int STREAMS = 16;

    private final HttpServer scrape;
    private final HttpServer management;

    private Ports(HttpServer scrape, HttpServer management) {
        this.scrape = scrape;
        this.management = management;
    }

    /**
     * Opens both.
     *
     * @throws ConfigException when an address cannot be listened on, naming its key
     */
    static Ports open(Vertx vertx, Settings settings, WebSecurity web, Router scrape, Router management)
            throws ConfigException {
        HttpServer first = server(vertx, settings, web, Setting.SERVER_HOST, Setting.SERVER_PORT);
        web.listenTo(first, "scrape");
        listen(first.requestHandler(scrape), settings, Setting.SERVER_HOST, Setting.SERVER_PORT);
        try {
            HttpServer second = server(vertx, settings, web, Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT);
            web.listenTo(second, "management");
            listen(second.requestHandler(management), settings, Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT);
            return new Ports(first, second);
        } catch (ConfigException e) {
            close(first);
            throw e;
        }
    }

    private static HttpServer server(Vertx vertx, Settings settings, WebSecurity web, Setting host, Setting port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(unbracketed(settings.get(host)))
                .setPort(settings.number(port))
                .setMaxInitialLineLength(LARGEST_HEADERS)
                .setMaxHeaderSize(LARGEST_HEADERS)
                // Prometheus speaks HTTP/2 over TLS only.
                .setHttp2ClearTextEnabled(false)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS))
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        web.secure(options);
        return vertx.createHttpServer(options);
    }

    private static void listen(HttpServer server, Settings settings, Setting host, Setting port)
            throws ConfigException {
        try {
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            String cause = String.valueOf(e.getCause().getMessage());
            boolean taken = cause.contains("already in use");
            throw new ConfigException(
                    settings.place(port.key()) + "cannot listen on " + settings.get(host) + ":" + settings.get(port)
                            + " ("
                            + port.key() + ", " + port.environment() + "): "
                            + (taken ? "the port is taken; stop the other program or choose another port" : cause),
                    e);
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int scrapePort() {
        return scrape.actualPort();
    }

    int managementPort() {
        return management.actualPort();
    }

    @Override
    public void close() {
        close(scrape);
        close(management);
    }

    private static void close(HttpServer server) {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
