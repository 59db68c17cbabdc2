// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.util.Set;

/**
 * An answer that hands everything on to another one. Whatever way content is written or the end is told comes down to the
 * few methods that are left open. As thread-safe as the other one.
 */
// What is deprecated has to be there as well.
@SuppressWarnings("deprecation")
abstract class ForwardingResponse implements HttpServerResponse {

    final HttpServerResponse response;

    /** Wraps an answer. */
    ForwardingResponse(HttpServerResponse response) {
        this.response = response;
    }

    @Override
    public abstract Future<Void> write(Buffer data);

    @Override
    public abstract Future<Void> end(Buffer chunk);

    @Override
    public abstract Future<Void> end();

    @Override
    public abstract Future<Void> sendFile(String filename, long offset, long length);

    private static void tell(Future<Void> future, Handler<AsyncResult<Void>> handler) {
        if (handler != null) {
            future.onComplete(handler);
        }
    }

    @Override
    public HttpServerResponse sendFile(
            String filename, long offset, long length, Handler<AsyncResult<Void>> resultHandler) {
        tell(sendFile(filename, offset, length), resultHandler);
        return this;
    }

    @Override
    public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
        tell(write(data), handler);
    }

    @Override
    public Future<Void> write(String chunk, String enc) {
        return write(Buffer.buffer(chunk, enc));
    }

    @Override
    public void write(String chunk, String enc, Handler<AsyncResult<Void>> handler) {
        tell(write(chunk, enc), handler);
    }

    @Override
    public Future<Void> write(String chunk) {
        return write(Buffer.buffer(chunk));
    }

    @Override
    public void write(String chunk, Handler<AsyncResult<Void>> handler) {
        tell(write(chunk), handler);
    }

    @Override
    public void end(Handler<AsyncResult<Void>> handler) {
        tell(end(), handler);
    }

    @Override
    public Future<Void> end(String chunk) {
        return end(Buffer.buffer(chunk));
    }

    @Override
    public void end(String chunk, Handler<AsyncResult<Void>> handler) {
        tell(end(chunk), handler);
    }

    @Override
    public Future<Void> end(String chunk, String enc) {
        return end(Buffer.buffer(chunk, enc));
    }

    @Override
    public void end(String chunk, String enc, Handler<AsyncResult<Void>> handler) {
        tell(end(chunk, enc), handler);
    }

    @Override
    public void end(Buffer chunk, Handler<AsyncResult<Void>> handler) {
        tell(end(chunk), handler);
    }

    @Override
    public HttpServerResponse exceptionHandler(Handler<Throwable> handler) {
        response.exceptionHandler(handler);
        return this;
    }

    @Override
    public HttpServerResponse setWriteQueueMaxSize(int maxSize) {
        response.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return response.writeQueueFull();
    }

    @Override
    public HttpServerResponse drainHandler(Handler<Void> handler) {
        response.drainHandler(handler);
        return this;
    }

    @Override
    public int getStatusCode() {
        return response.getStatusCode();
    }

    @Override
    public HttpServerResponse setStatusCode(int statusCode) {
        response.setStatusCode(statusCode);
        return this;
    }

    @Override
    public String getStatusMessage() {
        return response.getStatusMessage();
    }

    @Override
    public HttpServerResponse setStatusMessage(String statusMessage) {
        response.setStatusMessage(statusMessage);
        return this;
    }

    @Override
    public HttpServerResponse setChunked(boolean chunked) {
        response.setChunked(chunked);
        return this;
    }

    @Override
    public boolean isChunked() {
        return response.isChunked();
    }

    @Override
    public MultiMap headers() {
        return response.headers();
    }

    @Override
    public HttpServerResponse putHeader(String name, String value) {
        response.putHeader(name, value);
        return this;
    }

    @Override
    public HttpServerResponse putHeader(CharSequence name, CharSequence value) {
        response.putHeader(name, value);
        return this;
    }

    @Override
    public HttpServerResponse putHeader(String name, Iterable<String> values) {
        response.putHeader(name, values);
        return this;
    }

    @Override
    public HttpServerResponse putHeader(CharSequence name, Iterable<CharSequence> values) {
        response.putHeader(name, values);
        return this;
    }

    @Override
    public MultiMap trailers() {
        return response.trailers();
    }

    @Override
    public HttpServerResponse putTrailer(String name, String value) {
        response.putTrailer(name, value);
        return this;
    }

    @Override
    public HttpServerResponse putTrailer(CharSequence name, CharSequence value) {
        response.putTrailer(name, value);
        return this;
    }

    @Override
    public HttpServerResponse putTrailer(String name, Iterable<String> values) {
        response.putTrailer(name, values);
        return this;
    }

    @Override
    public HttpServerResponse putTrailer(CharSequence name, Iterable<CharSequence> value) {
        response.putTrailer(name, value);
        return this;
    }

    @Override
    public HttpServerResponse closeHandler(Handler<Void> handler) {
        response.closeHandler(handler);
        return this;
    }

    @Override
    public HttpServerResponse endHandler(Handler<Void> handler) {
        response.endHandler(handler);
        return this;
    }

    @Override
    public Future<Void> writeHead() {
        return response.writeHead();
    }

    @Override
    public HttpServerResponse writeContinue() {
        response.writeContinue();
        return this;
    }

    @Override
    public Future<Void> writeEarlyHints(MultiMap headers) {
        return response.writeEarlyHints(headers);
    }

    @Override
    public void writeEarlyHints(MultiMap headers, Handler<AsyncResult<Void>> handler) {
        response.writeEarlyHints(headers, handler);
    }

    @Override
    public void close() {
        response.close();
    }

    @Override
    public boolean ended() {
        return response.ended();
    }

    @Override
    public boolean closed() {
        return response.closed();
    }

    @Override
    public boolean headWritten() {
        return response.headWritten();
    }

    @Override
    public HttpServerResponse headersEndHandler(Handler<Void> handler) {
        response.headersEndHandler(handler);
        return this;
    }

    @Override
    public HttpServerResponse bodyEndHandler(Handler<Void> handler) {
        response.bodyEndHandler(handler);
        return this;
    }

    @Override
    public long bytesWritten() {
        return response.bytesWritten();
    }

    @Override
    public int streamId() {
        return response.streamId();
    }

    @Override
    public Future<HttpServerResponse> push(HttpMethod method, String host, String path, MultiMap headers) {
        return response.push(method, host, path, headers);
    }

    @Override
    public Future<HttpServerResponse> push(HttpMethod method, HostAndPort authority, String path, MultiMap headers) {
        return response.push(method, authority, path, headers);
    }

    @Override
    public boolean reset(long code) {
        return response.reset(code);
    }

    @Override
    public HttpServerResponse writeCustomFrame(int type, int flags, Buffer payload) {
        response.writeCustomFrame(type, flags, payload);
        return this;
    }

    @Override
    public HttpServerResponse addCookie(Cookie cookie) {
        response.addCookie(cookie);
        return this;
    }

    @Override
    public Cookie removeCookie(String name, boolean invalidate) {
        return response.removeCookie(name, invalidate);
    }

    @Override
    public Set<Cookie> removeCookies(String name, boolean invalidate) {
        return response.removeCookies(name, invalidate);
    }

    @Override
    public Cookie removeCookie(String name, String domain, String path, boolean invalidate) {
        return response.removeCookie(name, domain, path, invalidate);
    }
}
