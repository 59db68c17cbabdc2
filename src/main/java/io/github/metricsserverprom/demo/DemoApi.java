// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes requests, applies faults, access control and content negotiation, and has them answered. */
final class DemoApi implements Handler<HttpServerRequest> {
    private final Vertx vertx;
    private final DemoFaults faults;
    private final DemoTraffic traffic;
    private final DemoAccess access;
    private final AnswerSender sender;
    private final PodLists pods;
    private final PodWatches watches;
    private final MetricsLists metrics;
    private final OtherResources others;

    DemoApi(
            Vertx vertx,
            DemoFaults faults,
            DemoTraffic traffic,
            DemoAccess access,
            AnswerSender sender,
            PodLists pods,
            PodWatches watches,
            MetricsLists metrics,
            OtherResources others) {
        this.vertx = vertx;
        this.faults = faults;
        this.traffic = traffic;
        this.access = access;
        this.sender = sender;
        this.pods = pods;
        this.watches = watches;
        this.metrics = metrics;
        this.others = others;
    }

    @Override
    public void handle(HttpServerRequest request) {
        ApiRequest api = ApiRequest.of(request);
        count(request, api.target());
        Future<Buffer> body =
                request.method() == HttpMethod.POST ? request.body() : Future.succeededFuture(Buffer.buffer());
        Fault fault = faults.take(api.target()).orElse(Fault.latency(Duration.ZERO));
        long delay = fault.delay().toMillis();
        body.onSuccess(content -> {
            if (delay > 0) {
                vertx.setTimer(delay, unused -> answer(request, api, content, fault.effect()));
            } else {
                answer(request, api, content, fault.effect());
            }
        });
    }

    private void count(HttpServerRequest request, DemoTarget target) {
        traffic.begin(target);
        AtomicBoolean ended = new AtomicBoolean();
        Handler<Void> end = unused -> {
            if (ended.compareAndSet(false, true)) {
                traffic.end(target, request.response().bytesWritten());
            }
        };
        request.response().endHandler(end);
        request.response().closeHandler(end);
    }

    private void answer(HttpServerRequest request, ApiRequest api, Buffer content, Fault.Effect effect) {
        boolean gzip = acceptsGzip(request);
        if (effect instanceof Fault.Reply reply) {
            Answer answer = new Answer(reply.status(), reply.contentType(), reply.headers(), Body.of(reply.body()));
            sender.send(request, api.target(), answer, gzip);
        } else if (effect instanceof Fault.Recorded recorded) {
            sender.send(request, api.target(), recorded.error().answer(api), gzip);
        } else if (effect instanceof Fault.Garbage) {
            sender.send(request, api.target(), garbage(), gzip);
        } else if (effect instanceof Fault.Break broken && broken.where() == Fault.Where.BEFORE_HEADERS) {
            sender.sendBroken(request, api.target(), garbage(), gzip, broken);
        } else {
            Optional<Answer> refusal = access.refusal(api).or(() -> negotiate(api));
            if (refusal.isPresent()) {
                sender.send(request, api.target(), refusal.get(), gzip);
            } else {
                answerAllowed(request, api, content, effect, gzip);
            }
        }
    }

    private void answerAllowed(
            HttpServerRequest request, ApiRequest api, Buffer content, Fault.Effect effect, boolean gzip) {
        if (api.target() == DemoTarget.PODS_WATCH && effect instanceof Fault.None) {
            watches.refusal(api).ifPresentOrElse(refusal -> sender.send(request, api.target(), refusal, gzip), () -> {
                sender.head(request, api.target(), Answer.json(Body.of("")));
                watches.begin(api, request.response());
            });
            return;
        }
        Future<Answer> found =
                effect instanceof Fault.Empty ? Future.succeededFuture(empty(api, content)) : find(api, content, gzip);
        found.onSuccess(answer -> {
                    if (effect instanceof Fault.Break broken) {
                        sender.sendBroken(request, api.target(), answer, gzip, broken);
                    } else {
                        sender.send(request, api.target(), answer, gzip);
                    }
                })
                .onFailure(failure ->
                        sender.send(request, api.target(), ApiErrors.internalError(String.valueOf(failure)), gzip));
    }

    private Future<Answer> find(ApiRequest api, Buffer content, boolean gzip) {
        return switch (api.target()) {
            case NODE_METRICS, POD_METRICS -> metrics.answer(api, gzip);
            case PODS, PODS_WATCH -> vertx.executeBlocking(() -> pods.answer(api), false);
            case NODES -> vertx.executeBlocking(() -> others.nodes(api), false);
            case NAMESPACES -> Future.succeededFuture(others.namespaces(api));
            case ACCESS_REVIEWS -> Future.succeededFuture(access.review(content));
            case DISCOVERY -> Future.succeededFuture(Documents.answer(api.path()));
            case HEALTH -> Future.succeededFuture(Answer.text(200, "ok"));
            case OTHER -> Future.succeededFuture(ApiErrors.unknownPath());
        };
    }

    private Answer empty(ApiRequest api, Buffer content) {
        return switch (api.target()) {
            case NODE_METRICS, POD_METRICS -> Answer.json(MetricsBodies.empty(api.target()));
            case PODS, PODS_WATCH -> pods.empty();
            case NODES, NAMESPACES -> OtherResources.empty(api.target());
            case ACCESS_REVIEWS -> access.review(content);
            case DISCOVERY, HEALTH, OTHER -> Answer.json(Body.of("{}\n"));
        };
    }

    private static Answer garbage() {
        return Answer.json(Body.of("{\"kind\":\"List\",\"items\":[{\"metadata\":{\"name\":\"a\u0001<html>]]"));
    }

    /** Why a request that is allowed cannot be answered: method or media type. */
    private static Optional<Answer> negotiate(ApiRequest api) {
        if (api.target() == DemoTarget.HEALTH || api.target() == DemoTarget.OTHER) {
            return Optional.empty();
        }
        HttpMethod wanted = api.target() == DemoTarget.ACCESS_REVIEWS ? HttpMethod.POST : HttpMethod.GET;
        if (api.method() != wanted) {
            return Optional.of(ApiErrors.methodNotAllowed().with("Allow", wanted.name()));
        }
        return acceptsJson(api.headers().get("Accept"))
                ? Optional.empty()
                : Optional.of(ApiErrors.notAcceptable(api.target()));
    }

    private static boolean acceptsJson(String accept) {
        if (accept == null || accept.isBlank()) {
            return true;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String type = range.split(";", 2)[0].strip();
            boolean json = type.equals("application/json") || type.equals("application/*") || type.equals("*/*");
            if (json && !range.contains("as=")) {
                return true;
            }
        }
        return false;
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        String encodings = request.getHeader("Accept-Encoding");
        return encodings != null && encodings.contains("gzip");
    }
}
