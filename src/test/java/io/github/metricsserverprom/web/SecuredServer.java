// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** An HTTP server with the access of a web configuration file, which answers "hello" to everybody who is let in. */
final class SecuredServer implements AutoCloseable {

    final AtomicReference<Optional<TokenAccess>> tokens = new AtomicReference<>(Optional.empty());
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final WebSecurity web;
    final List<Throwable> unhandled = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx().exceptionHandler(unhandled::add);
    private final HttpServer server;
    private final HttpClient plain = HttpClient.newHttpClient();

    private SecuredServer(Path file) throws ConfigException {
        this.web = WebSecurity.open(Optional.ofNullable(file), registry);
        HttpServerOptions options =
                new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHttp2ClearTextEnabled(false);
        web.secure(options);
        Router router = Router.router(vertx);
        router.route().handler(web.gate("scrape", tokens::get));
        router.route("/page").handler(request -> request.response()
                .putHeader("Content-Security-Policy", "default-src 'none'")
                .end("hello"));
        router.route().handler(request -> request.request().body().onSuccess(body -> request.response()
                .end("hello" + body)));
        server = vertx.createHttpServer(options);
        web.listenTo(server, "scrape");
        server.requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static SecuredServer start(Path file) throws ConfigException {
        return new SecuredServer(file);
    }

    /** The sum of a counter over its labels. */
    double count(String name) {
        return registry.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The counter of refused requests for one reason. */
    double refused(String reason) {
        return registry.find("metrics_server_prom_refused_requests_total").tag("reason", reason).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The value of a gauge. */
    double value(String name) {
        return registry.get(name).gauge().value();
    }

    int port() {
        return server.actualPort();
    }

    URI uri(String path) {
        return URI.create((web.tls() ? "https" : "http") + "://localhost:" + port() + path);
    }

    /** GET over plain HTTP with headers given as names and values. */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return plain.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> getLater(String path, String... headers) {
        return plain.sendAsync(request(path, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return plain.send(
                request(path, headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** The value of an Authorization header. */
    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        web.close();
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
