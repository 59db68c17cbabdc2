// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;

/**
 * The contents of requests that are under way, which are read into memory before a route sees them; only so many requests
 * may have one at a time that together they stay within a bound. A scrape has none. Thread-safe.
 */
final class RequestContents {

    private final Semaphore free;

    /**
     * With a bound.
     *
     * @param most  bytes for all together, but always for one
     * @param bytes that one content may have
     */
    RequestContents(long most, long bytes) {
        this.free = new Semaphore((int) Math.max(1, most / bytes));
    }

    /**
     * A request arrived, of which only the head was looked at.
     *
     * @return false when there is no room for its content, which must not be read then
     */
    boolean admit(RoutingContext request) {
        if (!hasContent(request.request())) {
            return true;
        }
        if (!free.tryAcquire()) {
            return false;
        }
        request.addEndHandler(end -> free.release());
        return true;
    }

    private static boolean hasContent(HttpServerRequest request) {
        if (!PrivateRouter.readsContent(request.method())) {
            return false;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            // Whether the head was the end of the request, which Vert.x does not say until later.
            Http2Stream stream =
                    Connections.channel(request.connection())
                            .pipeline()
                            .get(Http2ConnectionHandler.class)
                            .connection()
                            .stream(request.response().streamId());
            return stream != null && stream.state().remoteSideOpen();
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }
}
