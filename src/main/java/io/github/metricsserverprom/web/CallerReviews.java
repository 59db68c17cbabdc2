// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whom the cluster vouches for, as kube-rbac-proxy and kube-state-metrics ({@code --auth-filter}) do: the bearer
 * token must be known to the API server, and its user must be allowed the verb on the path. What was found is remembered
 * for the times of sigs.k8s.io/controller-runtime, pkg/metrics/filters; when the API server cannot be asked, nobody new is
 * let in. The number of reviews at once is bounded, so that nobody can have the exporter flood the API server. Thread-safe.
 */
public final class CallerReviews {

    /** What became of a review. */
    enum Verdict {
        ALLOWED,
        /** The cluster does not know the token. */
        UNKNOWN,
        /** The cluster does not allow it to this user. */
        FORBIDDEN
    }

    private static final Logger LOG = LoggerFactory.getLogger(CallerReviews.class);
    private static final int REMEMBERED = 1000;
    private static final int AT_ONCE = 32;
    private static final Duration TOKENS = Duration.ofMinutes(1);
    private static final Duration ALLOWED = Duration.ofMinutes(5);
    private static final Duration DENIED = Duration.ofSeconds(30);

    private final ReviewApi api;
    private final SecretDigest digest = new SecretDigest();
    private final ExpiringCache<JsonNode> users;
    private final ExpiringCache<Boolean> strangers;
    private final ExpiringCache<Boolean> allowed;
    private final ExpiringCache<Boolean> denied;
    private final Map<String, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger asking = new AtomicInteger();
    private final Map<String, String> problems = new ConcurrentHashMap<>();

    /**
     * Reviews by one cluster.
     *
     * @param client  of the cluster; its user must be allowed to create tokenreviews and subjectaccessreviews
     * @param metrics is told of the requests
     */
    public CallerReviews(KubernetesClient client, UpstreamMetrics metrics) {
        this(new ReviewApi(client, metrics), System::nanoTime);
    }

    CallerReviews(ReviewApi api, LongSupplier nanoTime) {
        this.api = api;
        this.users = new ExpiringCache<>(REMEMBERED, TOKENS, nanoTime);
        this.strangers = new ExpiringCache<>(REMEMBERED, TOKENS, nanoTime);
        this.allowed = new ExpiringCache<>(REMEMBERED, ALLOWED, nanoTime);
        this.denied = new ExpiringCache<>(REMEMBERED, DENIED, nanoTime);
    }

    /**
     * Whether the bearer of a token may do something. Does not block.
     *
     * @param audiences one of which the token must be for; empty for the API server's own
     * @param path      of the request, without the query
     * @param verb      in lower case
     * @return fails with {@link ReviewException} when the cluster cannot be asked, and with
     *     {@link RejectedExecutionException} when too many are being asked about
     */
    CompletableFuture<Verdict> review(String token, List<String> audiences, String path, String verb) {
        return user(token, audiences)
                .thenCompose(user -> user.isEmpty()
                        ? CompletableFuture.completedFuture(Verdict.UNKNOWN)
                        : may(user.get(), path, verb).thenApply(yes -> yes ? Verdict.ALLOWED : Verdict.FORBIDDEN));
    }

    private CompletableFuture<Optional<JsonNode>> user(String token, List<String> audiences) {
        String key = digest.of(bytes(token), bytes(String.join(",", audiences)));
        Optional<JsonNode> known = users.get(key);
        if (known.isPresent() || strangers.get(key).isPresent()) {
            return CompletableFuture.completedFuture(known);
        }
        return once("token", key, () -> api.user(token, audiences).thenApply(user -> {
            user.ifPresentOrElse(found -> users.put(key, found), () -> strangers.put(key, true));
            return user;
        }));
    }

    private CompletableFuture<Boolean> may(JsonNode user, String path, String verb) {
        String key = digest.of(bytes(user.toString()), bytes(path), bytes(verb));
        Optional<Boolean> known = allowed.get(key).or(() -> denied.get(key));
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        return once("rights", key, () -> api.allowed(user, path, verb).thenApply(yes -> {
            (yes ? allowed : denied).put(key, yes);
            return yes;
        }));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Asks once for all who want to know the same at the same time. */
    @SuppressWarnings("unchecked")
    private <T> CompletableFuture<T> once(String kind, String key, Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<?> others = underWay.putIfAbsent(key, mine);
        if (others != null) {
            // The key says what is asked, so the answer is of the same type.
            return (CompletableFuture<T>) others;
        }
        if (asking.incrementAndGet() > AT_ONCE) {
            asking.decrementAndGet();
            underWay.remove(key);
            mine.completeExceptionally(new RejectedExecutionException(AT_ONCE + " reviews are under way"));
            return mine;
        }
        asked(question).whenComplete((answer, failure) -> {
            asking.decrementAndGet();
            underWay.remove(key);
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            note(kind, cause);
            if (cause == null) {
                mine.complete(answer);
            } else {
                mine.completeExceptionally(cause);
            }
        });
        return mine;
    }

    private static <T> CompletableFuture<T> asked(Supplier<CompletableFuture<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            // A client that was just closed, for instance.
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Logs once when something begins to fail in this way, and once when it works again. */
    private void note(String kind, Throwable cause) {
        if (cause == null) {
            if (problems.remove(kind) != null) {
                LOG.info("The cluster can be asked about callers again kind={}", kind);
            }
            return;
        }
        String now = cause instanceof ReviewException ? cause.getMessage() : cause.toString();
        if (!now.equals(problems.put(kind, now))) {
            LOG.warn("The cluster cannot be asked about a caller, who is not let in: {}", now);
        }
    }

    /** Why the cluster could not be asked the last time, a line for each kind of review; empty when it could. */
    public String problem() {
        return problems.values().stream()
                .sorted()
                .map(text -> "nobody new is let in, the cluster cannot be asked about bearer tokens: " + text)
                .collect(Collectors.joining("\n"));
    }
}
