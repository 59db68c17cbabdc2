// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;

/**
 * Steers a demo cluster over HTTP: {@code POST /demo/tick}, {@code POST /demo/churn?pods=N}, {@code GET /demo/truth},
 * {@code GET /demo/stats}, {@code POST /demo/faults}.
 */
final class ControlPaths {
    private final Vertx vertx;

    ControlPaths(Vertx vertx) {
        this.vertx = vertx;
    }

    Handler<HttpServerRequest> before(Handler<HttpServerRequest> api, DemoCluster cluster) {
        return request -> {
            if (request.path() != null && request.path().startsWith("/demo/")) {
                request.body().onSuccess(body -> handle(request, body, cluster));
            } else {
                api.handle(request);
            }
        };
    }

    private void handle(HttpServerRequest request, Buffer body, DemoCluster cluster) {
        Callable<String> work =
                switch (request.method().name() + " " + request.path()) {
                    case "POST /demo/tick" ->
                        () -> {
                            cluster.tick();
                            return "{}\n";
                        };
                    case "POST /demo/churn" -> () -> churn(request, cluster);
                    case "POST /demo/faults" ->
                        () -> {
                            FaultJson.apply(new JsonObject(body), cluster.faults());
                            return "{}\n";
                        };
                    case "GET /demo/truth" -> () -> truth(cluster);
                    case "GET /demo/stats" -> () -> stats(cluster);
                    default ->
                        () -> {
                            throw new IllegalArgumentException("expected POST /demo/tick, POST /demo/churn?pods=N,"
                                    + " POST /demo/faults, GET /demo/truth or GET /demo/stats");
                        };
                };
        vertx.executeBlocking(work, false)
                .onSuccess(text -> request.response().end(text))
                .onFailure(failure -> refuse(request.response(), failure));
    }

    private static void refuse(HttpServerResponse response, Throwable failure) {
        boolean mistake = failure instanceof IllegalArgumentException
                || failure instanceof DecodeException
                || failure instanceof ClassCastException;
        response.setStatusCode(mistake ? 400 : 500).end(failure.getMessage() + "\n");
    }

    private static String churn(HttpServerRequest request, DemoCluster cluster) {
        String pods = request.getParam("pods", "");
        if (!pods.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("pods is '" + pods + "'; expected a number, as in /demo/churn?pods=10");
        }
        return new JsonObject()
                        .put("replaced", cluster.churn(Integer.parseInt(pods)))
                        .encode() + "\n";
    }

    private static String truth(DemoCluster cluster) {
        StringBuilder lines = new StringBuilder();
        for (DemoPod pod : cluster.pods()) {
            JsonObject line = new JsonObject()
                    .put("namespace", pod.namespace())
                    .put("name", pod.name())
                    .put("uid", pod.uid())
                    .put("node", pod.node())
                    .put("ip", pod.ip())
                    .put("hostIp", pod.hostIp())
                    .put("phase", pod.phase())
                    .put("measured", pod.measured());
            lines.append(line.encode()).append('\n');
        }
        return lines.toString();
    }

    private static String stats(DemoCluster cluster) {
        JsonObject stats = new JsonObject().put("all", json(cluster.traffic().all()));
        for (DemoTarget target : DemoTarget.values()) {
            stats.put(target.name(), json(cluster.traffic().of(target)));
        }
        return stats.put("resourceVersion", cluster.resourceVersion()).encode() + "\n";
    }

    private static JsonObject json(DemoTraffic.Counts counts) {
        return new JsonObject()
                .put("requests", counts.requests())
                .put("open", counts.open())
                .put("mostOpen", counts.mostOpen())
                .put("bytes", counts.bytes());
    }
}
