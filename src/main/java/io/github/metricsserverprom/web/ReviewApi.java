// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.kubernetes.failure.Diagnoses;
import io.github.metricsserverprom.kubernetes.failure.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a cluster who somebody is and what they may do: TokenReview of {@code authentication.k8s.io/v1} and
 * SubjectAccessReview of {@code authorization.k8s.io/v1} (k8s.io/api). Blocks nowhere. Thread-safe.
 */
final class ReviewApi {

    /** Two reviews fit into the ten seconds that Prometheus waits by default. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final UpstreamMetrics metrics;

    ReviewApi(KubernetesClient client, UpstreamMetrics metrics) {
        this.client = client;
        this.metrics = metrics;
    }

    /**
     * Whose token this is.
     *
     * @param audiences one of which the token must be for; empty for the API server's own
     * @return {@code status.user}; empty when the cluster does not know the token; fails with {@link ReviewException}
     */
    CompletableFuture<Optional<JsonNode>> user(String token, List<String> audiences) {
        ObjectNode review = review("authentication.k8s.io/v1", "TokenReview");
        ObjectNode spec = review.putObject("spec").put("token", token);
        if (!audiences.isEmpty()) {
            audiences.forEach(spec.putArray("audiences")::add);
        }
        return post("authentication.k8s.io", "tokenreviews", review).thenApply(status -> {
            boolean known = status.path("authenticated").asBoolean(false)
                    && !status.path("user").path("username").asText("").isEmpty();
            return known && isFor(audiences, status.path("audiences"))
                    ? Optional.of(status.path("user"))
                    : Optional.empty();
        });
    }

    /** An API server that knows nothing of audiences leaves the field out: the token is for itself then, not for us. */
    private static boolean isFor(List<String> wanted, JsonNode audiences) {
        if (wanted.isEmpty()) {
            return true;
        }
        for (JsonNode audience : audiences) {
            if (wanted.contains(audience.asText())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a user may do something with a path that is no resource.
     *
     * @param user as {@link #user} gave it
     * @param verb in lower case
     * @return fails with {@link ReviewException}
     */
    CompletableFuture<Boolean> allowed(JsonNode user, String path, String verb) {
        ObjectNode review = review("authorization.k8s.io/v1", "SubjectAccessReview");
        ObjectNode spec = review.putObject("spec");
        spec.put("user", user.path("username").asText());
        for (String field : List.of("uid", "groups", "extra")) {
            if (user.has(field)) {
                spec.set(field, user.get(field));
            }
        }
        spec.putObject("nonResourceAttributes").put("path", path).put("verb", verb);
        return post("authorization.k8s.io", "subjectaccessreviews", review)
                .thenApply(status -> status.path("allowed").asBoolean(false)
                        && !status.path("denied").asBoolean(false));
    }

    private static ObjectNode review(String version, String kind) {
        return JSON.createObjectNode().put("apiVersion", version).put("kind", kind);
    }

    private CompletableFuture<JsonNode> post(String group, String resource, ObjectNode review) {
        String base = client.getConfiguration().getMasterUrl().replaceAll("/$", "");
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(base + "/apis/" + group + "/v1/" + resource)
                .header("Accept", "application/json")
                .method("POST", "application/json", review.toString())
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        long start = System.nanoTime();
        return client.getHttpClient()
                .sendAsync(request, String.class)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    int code = failure == null ? response.code() : 0;
                    long bytes = failure == null && response.body() != null
                            ? response.body().length()
                            : 0;
                    metrics.request(resource + "." + group, "create", code, System.nanoTime() - start, bytes);
                    if (failure != null) {
                        throw new ReviewException(text(resource, Diagnoses.of(failure, base)), failure);
                    }
                    return status(resource, base, response);
                });
    }

    private static JsonNode status(String resource, String server, HttpResponse<String> response) {
        String body = response.body() == null ? "" : response.body();
        if (!response.isSuccessful()) {
            throw new ReviewException(text(resource, diagnosis(resource, response.code(), body, server)));
        }
        try {
            JsonNode status = JSON.readTree(body).path("status");
            if (status.isObject()) {
                return status;
            }
        } catch (JsonProcessingException e) {
            throw new ReviewException(
                    resource + ": the answer of " + server + " is not JSON; look at proxies before it", e);
        }
        throw new ReviewException(
                resource + ": the answer of " + server + " has no status; check that it is an API server");
    }

    private static Diagnosis diagnosis(String resource, int code, String body, String server) {
        Diagnosis plain = Diagnoses.ofStatus(code, body, server);
        return switch (code) {
            case 403 ->
                new Diagnosis(
                        plain.kind(),
                        plain.reason(),
                        "let the exporter's user create " + resource
                                + " (src/deploy/kubernetes/components/kubernetes-auth)");
            case 404, 405, 503 ->
                new Diagnosis(plain.kind(), plain.reason(), "check that the server is an API server and is well");
            default -> plain;
        };
    }

    private static String text(String resource, Diagnosis diagnosis) {
        return resource + ": " + diagnosis.text();
    }
}
