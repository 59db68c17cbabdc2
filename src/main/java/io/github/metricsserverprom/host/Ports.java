// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.vertx.core.Vertx;
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
    static Ports open(Vertx vertx, Settings settings, Router scrape, Router management) throws ConfigException {
        HttpServer first = listen(vertx, settings, Setting.SERVER_HOST, Setting.SERVER_PORT, scrape);
        try {
            return new Ports(
                    first, listen(vertx, settings, Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT, management));
        } catch (ConfigException e) {
            close(first);
            throw e;
        }
    }

    private static HttpServer listen(Vertx vertx, Settings settings, Setting host, Setting port, Router router)
            throws ConfigException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(unbracketed(settings.get(host)))
                .setPort(settings.number(port))
                .setMaxInitialLineLength(LARGEST_HEADERS)
                .setMaxHeaderSize(LARGEST_HEADERS)
                // Prometheus speaks HTTP/2 over TLS only; without it nobody can open a hundred streams on a connection.
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        try {
            return vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
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
