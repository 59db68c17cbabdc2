// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * What every request to one port passes first: it is counted, its answer gets a Content-Length where its length is known,
 * and what clients can tie up stays within bounds. Thread-safe.
 */
final class Clients implements Handler<RoutingContext> {

    /** Answers that wait for their clients take this part of the Java heap at most; Netty has them outside of it. */
    private static final int PART_OF_HEAP = 4;

    private final Connections connections;
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
        HttpServerResponse response = request.response();
        boolean last = isLast(request.request());
        connections.began(connection);
        request.addHeadersEndHandler(head -> {
            if (last) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            // Camel makes every answer chunked whose body is a buffer of Vert.x. Where the whole body is there together
            // with the head, the answer has ended by now and its length is known.
            if (response.ended()
                    && (response.isChunked()
                            || request.request().method().name().equals("HEAD"))) {
                response.setChunked(false)
                        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(response.bytesWritten()));
            }
        });
        request.addEndHandler(end -> {
            connections.ended(connection);
            unsent.written(connection, response.bytesWritten(), () -> {
                if (last) {
                    Connections.cut(connection);
                }
            });
        });
        request.next();
    }

    /**
     * Whether a connection must not carry another request. What follows a body of a length that was not declared may be
     * what a proxy took for a part of it: RFC 9112, section 6.1, has such a connection closed where both
     * {@code Transfer-Encoding} and {@code Content-Length} were sent, which Netty does not tell apart.
     */
    private static boolean isLast(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
