// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Plain requests to an API server under one deadline for all of them. */
final class ApiProbe {

    /**
     * What came back.
     *
     * @param body empty if there was none
     */
    record Answer(int code, String body) {
        boolean success() {
            return code >= 200 && code < 300;
        }
    }

    private final KubernetesClient client;
    private final String base;
    private final Clock clock;
    private final Instant deadline;

    ApiProbe(KubernetesClient client, Clock clock, Duration limit) {
        this.client = client;
        this.base = client.getConfiguration().getMasterUrl().replaceAll("/$", "");
        this.clock = clock;
        this.deadline = clock.instant().plus(limit);
    }

    /** Asks for a path. Blocks, at most until the deadline. */
    Answer get(String path) throws ExecutionException, TimeoutException, InterruptedException {
        return send(client.getHttpClient().newHttpRequestBuilder().uri(base + path));
    }

    /** Posts JSON to a path. Blocks, at most until the deadline. */
    Answer post(String path, String json) throws ExecutionException, TimeoutException, InterruptedException {
        return send(client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(base + path)
                .method("POST", "application/json", json));
    }

    private Answer send(HttpRequest.Builder request) throws ExecutionException, TimeoutException, InterruptedException {
        long left = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
        CompletableFuture<HttpResponse<String>> pending = client.getHttpClient()
                .sendAsync(request.timeout(left, TimeUnit.MILLISECONDS).build(), String.class);
        HttpResponse<String> response = pending.get(left, TimeUnit.MILLISECONDS);
        return new Answer(response.code(), response.body() == null ? "" : response.body());
    }
}
