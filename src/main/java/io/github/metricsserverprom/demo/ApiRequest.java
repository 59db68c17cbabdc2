// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/**
 * A request as the API server understands it.
 *
 * @param method of the request
 * @param path without the query
 * @param target what it is about
 * @param namespace the one namespace asked for, or null for the whole cluster
 * @param name the one object asked for, or null for a list
 * @param query the parameters
 * @param headers of the request
 */
record ApiRequest(
        HttpMethod method,
        String path,
        DemoTarget target,
        String namespace,
        String name,
        MultiMap query,
        MultiMap headers) {
    private static final List<String> HEALTH_PATHS = List.of("/livez", "/readyz", "/healthz");
    private static final Map<String, DemoTarget> CORE =
            Map.of("pods", DemoTarget.PODS, "nodes", DemoTarget.NODES, "namespaces", DemoTarget.NAMESPACES);
    private static final Map<String, DemoTarget> REVIEWS = Map.of(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", DemoTarget.ACCESS_REVIEWS,
            "/apis/authorization.k8s.io/v1/subjectaccessreviews", DemoTarget.SUBJECT_REVIEWS,
            "/apis/authentication.k8s.io/v1/tokenreviews", DemoTarget.TOKEN_REVIEWS);
    private static final Map<String, DemoTarget> METRICS =
            Map.of("pods", DemoTarget.POD_METRICS, "nodes", DemoTarget.NODE_METRICS);

    static ApiRequest of(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        Place place = place(path);
        DemoTarget target = place.target;
        if (target == DemoTarget.PODS && isTrue(request.getParam("watch"))) {
            target = DemoTarget.PODS_WATCH;
        }
        return new ApiRequest(
                request.method(), path, target, place.namespace, place.name, request.params(), request.headers());
    }

    /** A query parameter, empty if it is not there. */
    String parameter(String parameter) {
        String value = query.get(parameter);
        return value == null ? "" : value;
    }

    boolean watch() {
        return isTrue(query.get("watch"));
    }

    /** The verb that access control is about. */
    String verb() {
        if (method == HttpMethod.POST) {
            return "create";
        }
        return name != null ? "get" : watch() ? "watch" : "list";
    }

    private record Place(DemoTarget target, String namespace, String name) {}

    private static Place place(String path) {
        if (HEALTH_PATHS.contains(path)) {
            return new Place(DemoTarget.HEALTH, null, null);
        }
        if (Documents.has(path)) {
            return new Place(DemoTarget.DISCOVERY, null, null);
        }
        if (REVIEWS.containsKey(path)) {
            return new Place(REVIEWS.get(path), null, null);
        }
        if (path.startsWith("/api/v1/")) {
            return resource(path.substring("/api/v1/".length()).split("/", -1), CORE);
        }
        String metrics = "/apis/metrics.k8s.io/v1beta1/";
        if (path.startsWith(metrics)) {
            return resource(path.substring(metrics.length()).split("/", -1), METRICS);
        }
        return new Place(DemoTarget.OTHER, null, null);
    }

    private static Place resource(String[] words, Map<String, DemoTarget> targets) {
        DemoTarget target = targets.get(words[0]);
        if (target != null && words.length == 1) {
            return new Place(target, null, null);
        }
        if (target != null && words.length == 2 && !words[0].equals("pods")) {
            return new Place(target, null, words[1]);
        }
        boolean inNamespace = words[0].equals("namespaces") && words.length > 2 && words[2].equals("pods");
        if (inNamespace && words.length <= 4) {
            return new Place(targets.get("pods"), words[1], words.length == 4 ? words[3] : null);
        }
        return new Place(DemoTarget.OTHER, null, null);
    }

    private static boolean isTrue(String value) {
        return "true".equals(value) || "1".equals(value);
    }
}
