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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The two listening sockets: the one that Prometheus scrapes, and the management server. They outlive reloads.
 *
 * <p>They are Vert.x servers of the host's own and not camel-main's, whose options (limits, timeouts) cannot be set and
 * which stays alive without a server when its port is taken.
 */
final class Ports {

    private final Port scrape;
    private final Port management;

    /** A listening socket and who is connected to it. */
    private record Port(HttpServer server, Clients clients) {}

    /** Requests at once on one HTTP/2 connection; Prometheus makes one. */
    private static final int STREAMS = 16;

    private Ports(Port scrape, Port management) {
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
        HttpServer server = server(vertx, settings, web, "scrape", Setting.SERVER_HOST, Setting.SERVER_PORT);
        Port first = listen(server, settings, Setting.SERVER_HOST, Setting.SERVER_PORT, scrape);
        try {
            HttpServer second =
                    server(vertx, settings, web, "management", Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT);
            return new Ports(
                    first, listen(second, settings, Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT, management));
        } catch (ConfigException e) {
            close(first.server());
            throw e;
        }
    }

    private static HttpServer server(
            Vertx vertx, Settings settings, WebSecurity web, String name, Setting host, Setting port) {
        int head = settings.number(Setting.MAX_REQUEST_HEAD);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(unbracketed(settings.get(host)))
                .setPort(settings.number(port))
                .setMaxInitialLineLength(head)
                .setMaxHeaderSize(head)
                // Prometheus speaks HTTP/2 over TLS only.
                .setHttp2ClearTextEnabled(false)
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(STREAMS).setMaxHeaderListSize(head))
                .setIdleTimeout((int) settings.duration(Setting.IDLE_TIMEOUT).toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        web.secure(options);
        HttpServer server = vertx.createHttpServer(options);
        web.listenTo(server, name);
        return server;
    }

    private static Port listen(HttpServer server, Settings settings, Setting host, Setting port, Router router)
            throws ConfigException {
        Clients clients = new Clients(settings.number(Setting.MAX_CONNECTIONS));
        router.route().order(-1).handler(clients);
        try {
            server.connectionHandler(clients.connections())
                    .requestHandler(Http2Request.to(router))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new Port(server, clients);
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
        return scrape.server().actualPort();
    }

    int managementPort() {
        return management.server().actualPort();
    }

    /** The clients of both, by the name of the port. */
    Map<String, Clients> clients() {
        return Map.of("scrape", scrape.clients(), "management", management.clients());
    }

    /**
     * Waits until answers are sent, then closes both.
     *
     * @param latest the {@link System#nanoTime()} at which answers that are not sent are given up
     */
    void close(long latest) throws InterruptedException {
        for (Port port : List.of(scrape, management)) {
            port.clients().unsent().awaitSent(latest);
            close(port.server());
        }
    }

    private static void close(HttpServer server) {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
