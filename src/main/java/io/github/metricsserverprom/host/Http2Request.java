// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/** A request over HTTP/2, whose answer is a {@link Http2Response}. */
final class Http2Request extends HttpServerRequestWrapper {

    private final Http2Response response;

    private Http2Request(HttpServerRequestInternal request) {
        super(request);
        this.response = new Http2Response(request.response(), request.method());
    }

    @Override
    public HttpServerResponse response() {
        return response;
    }

    /** Hands requests on, those over HTTP/2 as such; what is malformed among them is reset. */
    static Handler<HttpServerRequest> to(Handler<HttpServerRequest> handler) {
        return request -> {
            if (request.version() != HttpVersion.HTTP_2) {
                handler.handle(request);
            } else if (isMalformed(request)) {
                request.response().reset(Http2Error.PROTOCOL_ERROR.code());
            } else {
                handler.handle(new Http2Request((HttpServerRequestInternal) request));
            }
        };
    }

    /** What else than names and lengths makes a request malformed (RFC 9113, section 8.2.1), and Netty lets pass. */
    private static boolean isMalformed(HttpServerRequest request) {
        return request.headers().entries().stream()
                .anyMatch(header ->
                        header.getValue().chars().anyMatch(letter -> letter == '\r' || letter == '\n' || letter == 0));
    }
}
