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

/** Takes requests, applies faults, access control and content negotiation, and has them answered. */
final class DemoApi implements Handler<HttpServerRequest> {
    private static final Fault NO_FAULT = Fault.latency(Duration.ZERO);

    private final Vertx vertx;
    private final DemoFaults faults;
    private final DemoTraffic traffic;
    private final DemoAccess access;
    private final DemoCallers callers;
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
            DemoCallers callers,
            AnswerSender sender,
            PodLists pods,
            PodWatches watches,
            MetricsLists metrics,
            OtherResources others) {
        this.vertx = vertx;
        this.faults = faults;
        this.traffic = traffic;
        this.access = access;
        this.callers = callers;
        this.sender = sender;
        this.pods = pods;
        this.watches = watches;
        this.metrics = metrics;
        this.others = others;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Exchange exchange = new Exchange(request, sender, traffic);
        Fault fault =
                faults.take(exchange.api().target(), exchange.api().namespace()).orElse(NO_FAULT);
        long delay = fault.delay().toMillis();
        exchange.content().onSuccess(content -> {
            if (delay > 0) {
                vertx.setTimer(delay, unused -> answer(exchange, content, fault.effect()));
            } else {
                answer(exchange, content, fault.effect());
            }
        });
    }

    private void answer(Exchange exchange, Buffer content, Fault.Effect effect) {
        ApiRequest api = exchange.api();
        if (effect instanceof Fault.Reply reply) {
            exchange.send(new Answer(reply.status(), reply.contentType(), reply.headers(), Body.of(reply.body())));
        } else if (effect instanceof Fault.Recorded recorded) {
            exchange.send(recorded.error().answer(api));
        } else if (effect instanceof Fault.Garbage) {
            exchange.send(garbage());
        } else if (effect instanceof Fault.Break broken && broken.where() == Fault.Where.BEFORE_HEADERS) {
            exchange.sendBroken(garbage(), broken);
        } else {
            access.refusal(api)
                    .or(() -> negotiate(api))
                    .ifPresentOrElse(exchange::send, () -> answerAllowed(exchange, content, effect));
        }
    }

    private void answerAllowed(Exchange exchange, Buffer content, Fault.Effect effect) {
        ApiRequest api = exchange.api();
        if (api.target() == DemoTarget.PODS_WATCH) {
            answerWatch(exchange, effect);
            return;
        }
        Future<Answer> found;
        if (effect instanceof Fault.Empty) {
            found = Future.succeededFuture(empty(api, content));
        } else if (effect instanceof Fault.Endless) {
            found = Future.succeededFuture(Answer.json(new EndlessBody(kind(api.target()))));
        } else {
            found = find(api, content, exchange.gzip());
        }
        found.onSuccess(answer -> {
                    if (effect instanceof Fault.Break broken) {
                        exchange.sendBroken(answer, broken);
                    } else {
                        exchange.send(answer);
                    }
                })
                .onFailure(failure -> exchange.send(ApiErrors.internalError(String.valueOf(failure))));
    }

    private void answerWatch(Exchange exchange, Fault.Effect effect) {
        Optional<Answer> refusal = watches.refusal(exchange.api());
        if (refusal.isPresent()) {
            exchange.send(refusal.get());
        } else if (effect instanceof Fault.Break broken) {
            exchange.watchBroken(garbage(), broken);
        } else if (effect instanceof Fault.Empty) {
            exchange.send(pods.empty());
        } else {
            exchange.watch(watches);
        }
    }

    private Future<Answer> find(ApiRequest api, Buffer content, boolean gzip) {
        return switch (api.target()) {
            case NODE_METRICS, POD_METRICS -> metrics.answer(api, gzip);
            case PODS -> vertx.executeBlocking(() -> pods.answer(api), false);
            case NODES -> vertx.executeBlocking(() -> others.nodes(api), false);
            case NAMESPACES -> Future.succeededFuture(others.namespaces(api));
            case ACCESS_REVIEWS -> Future.succeededFuture(access.review(content));
            case TOKEN_REVIEWS -> Future.succeededFuture(callers.tokenReview(content));
            case SUBJECT_REVIEWS -> Future.succeededFuture(callers.subjectReview(content));
            case DISCOVERY -> Future.succeededFuture(Documents.answer(api.path()));
            case HEALTH -> Future.succeededFuture(Answer.text(200, "ok"));
            case PODS_WATCH, OTHER -> Future.succeededFuture(ApiErrors.unknownPath());
        };
    }

    private Answer empty(ApiRequest api, Buffer content) {
        return switch (api.target()) {
            case NODE_METRICS, POD_METRICS -> Answer.json(MetricsBodies.empty(api.target()));
            case PODS, PODS_WATCH -> pods.empty();
            case NODES, NAMESPACES -> OtherResources.empty(api.target());
            case ACCESS_REVIEWS -> access.review(content);
            case DISCOVERY, HEALTH, OTHER, TOKEN_REVIEWS, SUBJECT_REVIEWS -> Answer.json(Body.of("{}\n"));
        };
    }

    private static String kind(DemoTarget target) {
        return switch (target) {
            case NODE_METRICS -> "NodeMetricsList";
            case POD_METRICS -> "PodMetricsList";
            default -> "List";
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
        HttpMethod wanted = api.target().review() ? HttpMethod.POST : HttpMethod.GET;
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
}
