// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An HTTP proxy that tunnels CONNECT, or refuses with a status. */
final class ProxyDouble implements AutoCloseable {

    /** Targets and credentials it was asked for. */
    final List<String> tunnels = new CopyOnWriteArrayList<>();

    volatile int refusal;
    private final HttpServer server;
    private final NetClient client;

    ProxyDouble(Vertx vertx) throws Exception {
        client = vertx.createNetClient();
        server = vertx.createHttpServer().requestHandler(this::handle);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() throws ExecutionException, TimeoutException {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpServerRequest request) {
        tunnels.add(request.uri() + " " + request.getHeader("Proxy-Authorization"));
        if (refusal != 0 || request.method() != HttpMethod.CONNECT) {
            request.response().setStatusCode(refusal == 0 ? 405 : refusal).end();
            return;
        }
        String[] target = request.uri().split(":");
        client.connect(Integer.parseInt(target[1]), "127.0.0.1")
                .onSuccess(upstream -> request.toNetSocket().onSuccess(downstream -> {
                    downstream.handler(upstream::write).closeHandler(closed -> upstream.close());
                    upstream.handler(downstream::write).closeHandler(closed -> downstream.close());
                }))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }
}
