// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request on its way to an answer. Used on its event loop. */
final class Exchange {
    private final HttpServerRequest request;
    private final ApiRequest api;
    private final AnswerSender sender;
    private final DemoTraffic traffic;
    private final AtomicBoolean counted = new AtomicBoolean();

    /** Begins to count the request. */
    Exchange(HttpServerRequest request, AnswerSender sender, DemoTraffic traffic) {
        this.request = request;
        this.api = ApiRequest.of(request);
        this.sender = sender;
        this.traffic = traffic;
        traffic.begin(api.target());
        request.response().endHandler(unused -> over(request.response().bytesWritten()));
        request.response().closeHandler(unused -> over(request.response().bytesWritten()));
    }

    ApiRequest api() {
        return api;
    }

    /** Whether the client takes compressed answers. */
    boolean gzip() {
        String encodings = request.getHeader("Accept-Encoding");
        return encodings != null && encodings.contains("gzip");
    }

    /** The body of the request. Until it is there the request is held, so that it can still become a web socket. */
    Future<Buffer> content() {
        if (request.method() == HttpMethod.POST) {
            return request.body();
        }
        request.pause();
        return Future.succeededFuture(Buffer.buffer());
    }

    void send(Answer answer) {
        request.resume();
        sender.send(request, api.target(), answer, gzip());
    }

    void sendBroken(Answer answer, Fault.Break fault) {
        request.resume();
        sender.sendBroken(request, api.target(), answer, gzip(), fault);
    }

    /** Lets a watch begin, over a web socket if the client asks for one. */
    void watch(PodWatches watches) {
        if (upgrades()) {
            request.toWebSocket().onSuccess(socket -> watches.begin(api, new WatchOutput.Messages(socket), this::over));
        } else {
            request.resume();
            sender.head(request, api.target(), Answer.json(Body.of("")));
            watches.begin(api, new WatchOutput.Chunks(request.response()), this::over);
        }
    }

    /** Lets a watch break after it has begun. */
    void watchBroken(Answer answer, Fault.Break fault) {
        if (upgrades()) {
            request.toWebSocket().onSuccess(socket -> {
                socket.closeHandler(unused -> over(0));
                sender.breakSocket(request, socket, fault);
            });
        } else {
            sendBroken(answer, fault);
        }
    }

    private boolean upgrades() {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private void over(long bytes) {
        if (counted.compareAndSet(false, true)) {
            traffic.end(api.target(), bytes);
        }
    }
}
