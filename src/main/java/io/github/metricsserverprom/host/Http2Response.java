// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * An answer over HTTP/2 with what Vert.x 4 leaves out there: that to HEAD has no content but the length that it would have
 * (RFC 9110, section 9.3.2), whoever writes it, and it tells when its client has taken all of it, for which each stream
 * has a window of its own (RFC 9113, section 5.2) that the connection knows nothing of.
 */
final class Http2Response extends ForwardingResponse {

    private final boolean withoutContent;
    private final Promise<Void> sent = Promise.promise();
    private long leftOut;

    /**
     * Wraps an answer.
     *
     * @param method of the request
     */
    Http2Response(HttpServerResponse response, HttpMethod method) {
        super(response);
        this.withoutContent = method.equals(HttpMethod.HEAD);
    }

    /** Has something done when all of it is sent, or never will be; at once when it was given up before its end. */
    void whenSent(Runnable action) {
        if (response.ended()) {
            sent.future().onComplete(done -> action.run());
        } else {
            action.run();
        }
    }

    private Future<Void> last(Future<Void> written) {
        return written.onComplete(done -> sent.tryComplete());
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (!withoutContent) {
            return response.write(data);
        }
        leftOut += data.length();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end(Buffer chunk) {
        if (!withoutContent) {
            Optional<PageBytes> page = VertxPages.page(chunk);
            // What was reset may still have frames on their way to be encrypted: its memory is left to the collector.
            return last(response.end(chunk)).onSuccess(done -> page.ifPresent(PageBytes::sent));
        }
        leftOut += chunk.length();
        VertxPages.page(chunk).ifPresent(PageBytes::sent);
        return end();
    }

    @Override
    public Future<Void> end() {
        if (leftOut > 0 && !response.headWritten() && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(leftOut));
        }
        return last(response.end());
    }

    @Override
    public Future<Void> sendFile(String filename, long offset, long length) {
        return withoutContent ? end() : last(response.sendFile(filename, offset, length));
    }
}
