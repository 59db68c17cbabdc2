// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Sends answers with the headers of the API server, whole or broken off by a fault. Used on the event loop of a request. */
final class AnswerSender {
    /** Bodies up to this size have a Content-Length, longer ones are chunked: the buffer of Go's HTTP server. */
    private static final int CONTENT_LENGTH_LIMIT = 2_048;

    private static final int WRITE_QUEUE = 2 * 1024 * 1024;
    private static final long INTERNAL_ERROR = 2;
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final List<Integer> STATUSES_OF_THE_BACKEND = List.of(200, 400, 404, 405, 406);

    private final Vertx vertx;
    private final InstantSource clock;
    private final long seed;
    private final AtomicLong answers = new AtomicLong();

    AnswerSender(Vertx vertx, InstantSource clock, long seed) {
        this.vertx = vertx;
        this.clock = clock;
        this.seed = seed;
    }

    /** Sets status and headers. */
    void head(HttpServerRequest request, DemoTarget target, Answer answer) {
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.status());
        response.setWriteQueueMaxSize(WRITE_QUEUE);
        boolean throughAggregator = target.aggregated()
                && answer.contentType().equals(Answer.JSON)
                && STATUSES_OF_THE_BACKEND.contains(answer.status());
        String auditId = Dice.uuid(Dice.roll(seed, answers.incrementAndGet()));
        for (int i = 0; i < (throughAggregator ? 2 : 1); i++) {
            response.headers().add("Audit-Id", auditId).add("Cache-Control", "no-cache, private");
        }
        response.headers().add("Content-Type", answer.contentType());
        answer.headers().forEach(response.headers()::add);
        if (answer.status() != 401) {
            response.headers()
                    .add("X-Kubernetes-Pf-Flowschema-Uid", Dice.uuid(Dice.roll(seed, -1)))
                    .add("X-Kubernetes-Pf-Prioritylevel-Uid", Dice.uuid(Dice.roll(seed, -2)));
        }
        response.headers().add("Date", HTTP_DATE.format(clock.instant().atOffset(ZoneOffset.UTC)));
    }

    /** Sends a whole answer. */
    void send(HttpServerRequest request, DemoTarget target, Answer answer, boolean gzip) {
        if (request.response().closed()) {
            return;
        }
        head(request, target, answer);
        HttpServerResponse response = request.response();
        if (request.method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        pump(response, parts(response, answer.body(), gzip), answer.body().expensive());
    }

    /** Sends an answer up to where it breaks. */
    void sendBroken(HttpServerRequest request, DemoTarget target, Answer answer, boolean gzip, Fault.Break fault) {
        HttpServerResponse response = request.response();
        if (fault.where() == Fault.Where.BEFORE_HEADERS) {
            end(request, fault.how());
            return;
        }
        head(request, target, answer);
        Iterator<Buffer> parts = parts(response, answer.body(), gzip);
        Buffer sent = Buffer.buffer();
        if (fault.where() == Fault.Where.MID_BODY) {
            Buffer first = parts.next();
            sent = first.slice(0, Math.max(1, first.length() / 2));
        }
        response.write(sent).onSuccess(unused -> end(request, fault.how()));
    }

    /** Breaks a watch over a web socket that has begun. */
    void breakSocket(HttpServerRequest request, ServerWebSocket socket, Fault.Break fault) {
        Future<Void> sent = fault.where() == Fault.Where.MID_BODY
                ? socket.writeFrame(WebSocketFrame.textFrame("{\"type\":\"ADDED\",\"obj", false))
                : Future.succeededFuture();
        sent.onSuccess(unused -> end(request, fault.how()));
    }

    private Iterator<Buffer> parts(HttpServerResponse response, Body body, boolean gzip) {
        if (gzip && body.large()) {
            response.headers().add("Content-Encoding", "gzip").add("Vary", "Accept-Encoding");
            response.setChunked(true);
            return body.compressedParts();
        }
        if (body.length() >= 0 && body.length() <= CONTENT_LENGTH_LIMIT) {
            response.putHeader("Content-Length", Long.toString(body.length()));
        } else {
            response.setChunked(true);
        }
        return body.parts();
    }

    private void pump(HttpServerResponse response, Iterator<Buffer> parts, boolean expensive) {
        if (expensive) {
            vertx.executeBlocking(parts::next, false)
                    .onSuccess(part -> write(response, part, parts, true))
                    .onFailure(failure -> response.reset());
        } else {
            write(response, parts.next(), parts, false);
        }
    }

    private void write(HttpServerResponse response, Buffer part, Iterator<Buffer> parts, boolean expensive) {
        Buffer next = part;
        while (!response.closed()) {
            if (!parts.hasNext()) {
                response.end(next);
                return;
            }
            response.write(next);
            if (response.writeQueueFull()) {
                response.drainHandler(unused -> {
                    response.drainHandler(null);
                    pump(response, parts, expensive);
                });
                return;
            }
            if (expensive) {
                pump(response, parts, true);
                return;
            }
            next = parts.next();
        }
    }

    private void end(HttpServerRequest request, Fault.How how) {
        if (how == Fault.How.HANG) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR);
            return;
        }
        Channel channel = ((ConnectionBase) request.connection()).channel();
        switch (how) {
            case RESET -> {
                // Closing a socket that does not linger sends RST instead of FIN.
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
            }
            case HALF_CLOSE -> ((DuplexChannel) channel).shutdownOutput();
            default -> request.connection().close();
        }
    }
}
