// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain requests to a demo cluster, and the recorded answers to compare with. */
final class DemoHttp {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String POD_METRICS = "/apis/metrics.k8s.io/v1beta1/pods";
    static final String NODE_METRICS = "/apis/metrics.k8s.io/v1beta1/nodes";
    static final String PODS = "/api/v1/pods";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    DemoHttp(DemoCluster cluster) {
        this.base = cluster.uri();
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), HttpResponse.BodyHandlers.ofString(), headers);
    }

    HttpResponse<byte[]> bytes(String path, String... headers) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), HttpResponse.BodyHandlers.ofByteArray(), headers);
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> method(String method, String path) {
        return send(method, path, HttpRequest.BodyPublishers.noBody(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(String path) {
        return parse(get(path).body());
    }

    private <T> HttpResponse<T> send(
            String method,
            String path,
            HttpRequest.BodyPublisher body,
            HttpResponse.BodyHandler<T> handler,
            String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the recorded small cluster. */
    static String recorded(String name) {
        try (InputStream in = DemoHttp.class.getResourceAsStream("/fixtures/small-cluster/" + name)) {
            return new String(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
