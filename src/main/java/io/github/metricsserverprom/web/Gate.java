// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before all paths of one server: adds the headers that every answer has, and lets in who may. The probes
 * {@code /livez} and {@code /readyz} are for everybody. Where both passwords and bearer tokens are asked for, either will
 * do. Thread-safe.
 */
final class Gate implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Set<String> OPEN = Set.of("/livez", "/readyz");
    private static final String REALM = "realm=\"metrics-server-prom\"";

    private final String server;
    private final Supplier<WebState> web;
    private final Supplier<Optional<TokenAccess>> tokens;
    private final PasswordCheck passwords;
    private final WebMeters meters;

    /**
     * A gate.
     *
     * @param server its name in metrics
     * @param web    the configuration in force
     * @param tokens how bearer tokens are looked at; empty when they are not asked for
     */
    Gate(
            String server,
            Supplier<WebState> web,
            Supplier<Optional<TokenAccess>> tokens,
            PasswordCheck passwords,
            WebMeters meters) {
        this.server = server;
        this.web = web;
        this.tokens = tokens;
        this.passwords = passwords;
        this.meters = meters;
    }

    @Override
    public void handle(RoutingContext request) {
        WebState state = web.get();
        Map<String, String> headers = state.config().headers();
        request.addHeadersEndHandler(end -> addHeaders(request.response().headers(), headers));
        Optional<TokenAccess> access = tokens.get();
        Map<String, PasswordHash> users = state.config().users();
        if (isProbe(request)) {
            request.next();
        } else if (!state.allowsOneMore()) {
            refuse(request, Refusal.RATE, false, false);
        } else if (users.isEmpty() && access.isEmpty()) {
            request.next();
        } else {
            authenticate(request, users, access);
        }
    }

    private static boolean isProbe(RoutingContext request) {
        HttpMethod method = request.request().method();
        return OPEN.contains(normalized(request)) && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
    }

    /** The operator's headers win over those of a page, those over ours. */
    private static void addHeaders(MultiMap answer, Map<String, String> configured) {
        configured.forEach(answer::set);
        if (!answer.contains("X-Content-Type-Options")) {
            answer.set("X-Content-Type-Options", "nosniff");
        }
        if (!answer.contains("Referrer-Policy")) {
            answer.set("Referrer-Policy", "no-referrer");
        }
    }

    private void authenticate(RoutingContext request, Map<String, PasswordHash> users, Optional<TokenAccess> access) {
        Credentials credentials = Credentials.of(request.request().getHeader("Authorization"));
        if (credentials instanceof Credentials.Basic basic && !users.isEmpty()) {
            decide(
                    request,
                    passwords
                            .check(users, basic.user(), basic.password())
                            .thenApply(right -> right ? Optional.empty() : Optional.of(Refusal.PASSWORD)),
                    true,
                    access.isPresent());
        } else if (credentials instanceof Credentials.Bearer bearer && access.isPresent()) {
            decide(
                    request,
                    access.get()
                            .reviews()
                            .review(bearer.token(), access.get().audiences(), path(request), verb(request))
                            .thenApply(Gate::refusal),
                    !users.isEmpty(),
                    true);
        } else {
            refuse(request, Refusal.CREDENTIALS, !users.isEmpty(), access.isPresent());
        }
    }

    private static Optional<Refusal> refusal(CallerReviews.Verdict verdict) {
        return switch (verdict) {
            case ALLOWED -> Optional.empty();
            case UNKNOWN -> Optional.of(Refusal.TOKEN);
            case FORBIDDEN -> Optional.of(Refusal.RIGHTS);
        };
    }

    /** The path as the router understands it, for which a slash at the end makes no difference. */
    private static String path(RoutingContext request) {
        String path = normalized(request);
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The verb of the API server's own access control for paths; whoever may GET may ask for the headers alone. */
    private static String verb(RoutingContext request) {
        HttpMethod method = request.request().method();
        return method.equals(HttpMethod.HEAD) ? "get" : method.name().toLowerCase(Locale.ROOT);
    }

    private void decide(
            RoutingContext request, CompletionStage<Optional<Refusal>> decision, boolean basic, boolean bearer) {
        HttpServerRequest asked = request.request();
        // Until it is decided nothing of the request may get lost; the answer comes on the connection's own thread.
        asked.pause();
        Context context = request.vertx().getOrCreateContext();
        Future.fromCompletionStage(decision, context).onComplete(done -> {
            if (asked.isEnded() || request.response().closed()) {
                // Nothing ends while it is paused, unless whoever asked went away.
                return;
            }
            asked.resume();
            if (done.failed()) {
                refuse(request, failed(done.cause()), basic, bearer);
            } else if (done.result().isPresent()) {
                refuse(request, done.result().get(), basic, bearer);
            } else {
                request.next();
            }
        });
    }

    private static Refusal failed(Throwable thrown) {
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (!(failure instanceof RejectedExecutionException) && !(failure instanceof ReviewException)) {
            LOG.debug("A caller could not be looked at", failure);
        }
        return failure instanceof RejectedExecutionException ? Refusal.BUSY : Refusal.REVIEW;
    }

    private void refuse(RoutingContext request, Refusal refusal, boolean basic, boolean bearer) {
        meters.refused(server, refusal);
        MultiMap headers = request.response().headers();
        if (refusal.status() == 401) {
            if (basic) {
                headers.add("WWW-Authenticate", "Basic " + REALM + ", charset=\"UTF-8\"");
            }
            if (bearer) {
                String error = refusal == Refusal.TOKEN ? ", error=\"invalid_token\"" : "";
                headers.add("WWW-Authenticate", "Bearer " + REALM + error);
            }
        } else if (refusal.status() != 403) {
            headers.set("Retry-After", "1");
        }
        headers.set("Content-Type", "text/plain; charset=utf-8");
        request.response().setStatusCode(refusal.status()).end(refusal.text() + "\n");
    }

    /** The path without dots and escapes; as it was sent where that cannot be made of it, which the router then refuses. */
    private static String normalized(RoutingContext request) {
        try {
            return request.normalizedPath();
        } catch (IllegalArgumentException e) {
            return request.request().path();
        }
    }
}
