// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A double of the API server on a loopback port: answers by path, and remembers what it was asked. Thread-safe. */
final class ApiServer implements AutoCloseable {

    static final String NODE_METRICS = "/apis/metrics.k8s.io/v1beta1/nodes";
    static final String POD_METRICS = "/apis/metrics.k8s.io/v1beta1/pods";
    static final String PODS = "/api/v1/pods";
    static final String NODES = "/api/v1/nodes";

    private static final Answer NOT_FOUND = Answer.recordedError("404-apiservice-not-registered");

    private final Map<String, Function<Request, Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    /**
     * A request as it came.
     *
     * @param path    without the query
     * @param query   as sent, encoded; empty for none
     * @param headers names in lower case
     */
    record Request(String path, String query, Map<String, String> headers) {}

    private ApiServer() throws Exception {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::handle);
        server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Answers 404 to everything, as an API server without metrics-server does. */
    static ApiServer empty() throws Exception {
        return new ApiServer();
    }

    /** Answers what the recorded cluster answered. */
    static ApiServer recorded() throws Exception {
        return empty().answer(NODE_METRICS, Answer.recorded("nodemetrics.json"))
                .answer(POD_METRICS, Answer.recorded("podmetrics.json"))
                .answer(PODS, Answer.recorded("podlist.json"))
                .answer(NODES, Answer.recorded("nodelist.json"));
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    ApiServer answer(String path, Answer answer) {
        return answer(path, request -> answer);
    }

    ApiServer answer(String path, Function<Request, Answer> answer) {
        answers.put(path, answer);
        return this;
    }

    /** What a path is answered with at present, whatever the request. */
    Answer now(String path) {
        return answers.get(path).apply(new Request(path, "", Map.of()));
    }

    /** The requests of a path so far, in the order they came. */
    List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** Every request so far. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpServerRequest request) {
        Map<String, String> headers = new ConcurrentHashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Request asked = new Request(request.path(), request.query() == null ? "" : request.query(), headers);
        requests.add(asked);
        Answer answer =
                answers.getOrDefault(request.path(), unknown -> NOT_FOUND).apply(asked);
        Context context = vertx.getOrCreateContext();
        answer.release().thenRun(() -> context.runOnContext(now -> send(request.response(), answer)));
    }

    private static void send(HttpServerResponse response, Answer answer) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("Content-Length"))
                .forEach(header -> response.headers().add(header.getKey(), header.getValue()));
        byte[] all = answer.body();
        Buffer part = Buffer.buffer(Arrays.copyOf(all, Math.min(all.length, answer.sent())));
        switch (answer.ending()) {
            case WHOLE -> response.end(Buffer.buffer(all));
            case TRUNCATED -> response.end(part);
            case STALLED -> declare(response, all).write(part);
            case CUT -> declare(response, all).write(part).onComplete(sent -> response.reset());
        }
    }

    private static HttpServerResponse declare(HttpServerResponse response, byte[] all) {
        return response.putHeader("Content-Length", Integer.toString(all.length));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
