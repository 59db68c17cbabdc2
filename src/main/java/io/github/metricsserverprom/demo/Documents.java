// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.Map;

/** The answers that never change: version and discovery. */
final class Documents {
    private static final Map<String, String> RESOURCES = Map.of(
            "/version", "version.json",
            "/api", "api.json",
            "/api/v1", "api-v1.json",
            "/apis", "apis.json",
            "/apis/metrics.k8s.io", "apis-metrics.json",
            "/apis/metrics.k8s.io/v1beta1", "apis-metrics-v1beta1.json",
            "/apis/authorization.k8s.io", "apis-authorization.json",
            "/apis/authorization.k8s.io/v1", "apis-authorization-v1.json");

    private Documents() {}

    static boolean has(String path) {
        return RESOURCES.containsKey(path);
    }

    static Answer answer(String path) {
        return Answer.json(Body.of(JsonTemplate.resource(RESOURCES.get(path))));
    }
}
