// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.netty.buffer.Unpooled;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * What every request to one port passes first: it is counted, its answer gets a Content-Length where its length is known,
 * and what clients can tie up stays within bounds. Thread-safe.
 */
final class Clients implements Handler<RoutingContext> {

    /** Answers take this part of the Java heap at most; what makes the next one needs the rest. */
    private static final int PART_OF_HEAP = 2;

    /** Contents of requests take this part of the Java heap's size at most. */
    private static final int PART_FOR_REQUESTS = 8;

    /** What probes ask is answered whatever else waits. */
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");

    private final Connections connections;
    private final RequestContents contents =
            new RequestContents(Runtime.getRuntime().maxMemory() / PART_FOR_REQUESTS, PrivateRouter.LARGEST_BODY);
    private final UnsentAnswers unsent = new UnsentAnswers(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);

    /** With so many connections at most. */
    Clients(int mostConnections) {
        this.connections = new Connections(mostConnections);
    }

    Connections connections() {
        return connections;
    }

    UnsentAnswers unsent() {
        return unsent;
    }

    @Override
    public void handle(RoutingContext request) {
        HttpConnection connection = request.request().connection();
        boolean last = isLast(request.request());
        boolean probe = PROBES.contains(request.request().path());
        connections.began(connection);
        request.addHeadersEndHandler(head -> head(request.request(), last));
        String refusal = probe ? null : refusal(request);
        boolean counted = !probe && refusal == null;
        request.addEndHandler(end -> {
            connections.ended(connection);
            Runnable sent =
                    counted ? unsent.written(connection, request.response().bytesWritten()) : () -> {};
            whenSent(request.request(), () -> {
                sent.run();
                if (last) {
                    Connections.cut(connection);
                }
            });
        });
        if (refusal == null) {
            request.next();
        } else {
            request.response()
                    .setStatusCode(503)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .end(refusal);
        }
    }

    /** Why there is no room for a request; null when there is, and then its answer counts as under way. */
    private String refusal(RoutingContext request) {
        if (!contents.admit(request)) {
            return "too many requests with content; a scrape needs none\n";
        }
        return unsent.admit() ? null : "too many answers wait for their clients; scrape less often, or raise -Xmx\n";
    }

    /** Has something done when all of an answer is sent, or never will be. */
    private static void whenSent(HttpServerRequest request, Runnable action) {
        if (request.response() instanceof Http2Response answer) {
            answer.whenSent(action);
        } else {
            // An empty buffer passes the encoder by (Netty's HttpObjectEncoder).
            Connections.channel(request.connection())
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(done -> action.run());
        }
    }

    private static void head(HttpServerRequest request, boolean last) {
        if (request.version() == HttpVersion.HTTP_2) {
            // Its frames tell the length (RFC 9113, section 8.1), and what was written is counted after the head only.
            return;
        }
        HttpServerResponse response = request.response();
        if (last) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        // Camel makes every answer chunked whose body is a buffer of Vert.x. Where the whole body is there together
        // with the head, the answer has ended by now and its length is known.
        if (response.ended() && (response.isChunked() || request.method() == HttpMethod.HEAD)) {
            response.setChunked(false).putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(response.bytesWritten()));
        }
    }

    /**
     * Whether a connection must not carry another request. What follows a body of a length that was not declared may be
     * what a proxy took for a part of it (RFC 9112, section 6.1).
     */
    private static boolean isLast(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
