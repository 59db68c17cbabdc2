// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Errors in the words of the API server (k8s.io/apimachinery/pkg/api/errors and the recorded answers of a real one).
 */
final class ApiErrors {
    private ApiErrors() {}

    /** A {@code Status} object on one line. */
    static String status(int code, String reason, String message, JsonObject details) {
        JsonObject status = new JsonObject()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("metadata", new JsonObject())
                .put("status", "Failure")
                .put("message", message)
                .put("reason", reason);
        if (details != null) {
            status.put("details", details);
        }
        return status.put("code", code).encode() + "\n";
    }

    static Answer unauthorized() {
        return Answer.json(401, status(401, "Unauthorized", "Unauthorized", null));
    }

    static Answer forbidden(ApiRequest request, String user) {
        DemoTarget target = request.target();
        if (target.resource() == null) {
            String message = "forbidden: User \"" + user + "\" cannot get path \"" + request.path() + "\"";
            return noSniff(Answer.json(403, status(403, "Forbidden", message, new JsonObject())));
        }
        String qualified = target.group().isEmpty() ? target.resource() : target.resource() + "." + target.group();
        String named = request.name() == null ? qualified : qualified + " \"" + request.name() + "\"";
        String scope = request.namespace() == null
                ? "at the cluster scope"
                : "in the namespace \"" + request.namespace() + "\"";
        String message = "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                .formatted(named, user, request.verb(), target.resource(), target.group(), scope);
        return noSniff(Answer.json(403, status(403, "Forbidden", message, details(request.name(), target))));
    }

    /** What the server says to a path that it does not know. */
    static Answer unknownPath() {
        return Answer.text(404, "404 page not found\n");
    }

    static Answer notFound(ApiRequest request) {
        boolean nodeMetrics = request.target() == DemoTarget.NODE_METRICS;
        String kind = nodeMetrics ? "nodemetrics" : request.target().resource();
        JsonObject details = new JsonObject().put("name", request.name());
        if (nodeMetrics) {
            details.put("group", "metrics.k8s.io");
        }
        details.put("kind", kind);
        String qualified = nodeMetrics ? "nodemetrics.metrics.k8s.io" : kind;
        String message = qualified + " \"" + request.name() + "\" not found";
        return Answer.json(404, status(404, "NotFound", message, details));
    }

    static Answer methodNotAllowed() {
        String message = "the server does not allow this method on the requested resource";
        return Answer.json(405, status(405, "MethodNotAllowed", message, new JsonObject()));
    }

    static Answer watchNotSupported(DemoTarget target) {
        String message =
                "watch is not supported on resources of kind \"" + target.resource() + "." + target.group() + "\"";
        return Answer.json(405, status(405, "MethodNotAllowed", message, details(null, target)));
    }

    static Answer notAcceptable(DemoTarget target) {
        String watchable = target.aggregated() || target == DemoTarget.PODS || target == DemoTarget.PODS_WATCH
                ? ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"
                : "";
        String message = "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml,"
                + " application/vnd.kubernetes.protobuf" + watchable;
        JsonObject status = new JsonObject(status(406, "NotAcceptable", message, new JsonObject()));
        return Answer.json(406, pretty(status));
    }

    static Answer badRequest(String message) {
        return Answer.json(400, status(400, "BadRequest", message, null));
    }

    /** Query parameters that do not go together. */
    static Answer invalidListOptions(String field, String message) {
        String text = "ListOptions.meta.k8s.io \"\" is invalid: " + field + ": Forbidden: " + message;
        JsonObject cause = new JsonObject()
                .put("reason", "FieldValueForbidden")
                .put("message", "Forbidden: " + message)
                .put("field", field);
        JsonObject details = new JsonObject()
                .put("group", "meta.k8s.io")
                .put("kind", "ListOptions")
                .put("causes", new JsonArray().add(cause));
        return Answer.json(422, status(422, "Invalid", text, details));
    }

    static Answer expired(String message) {
        return Answer.json(410, status(410, "Expired", message, null));
    }

    /** @param continueToken with which the list can be finished all the same */
    static Answer expired(String message, String continueToken) {
        JsonObject status = new JsonObject(status(410, "Expired", message, null));
        status.getJsonObject("metadata").put("continue", continueToken);
        return Answer.json(410, status.encode() + "\n");
    }

    /** The client asks for a future that the server has not seen. */
    static Answer tooLargeResourceVersion(long asked, long current) {
        String message = "Too large resource version: " + asked + ", current: " + current;
        JsonObject cause =
                new JsonObject().put("reason", "ResourceVersionTooLarge").put("message", "Too large resource version");
        JsonObject details =
                new JsonObject().put("causes", new JsonArray().add(cause)).put("retryAfterSeconds", 1);
        return Answer.json(504, status(504, "Timeout", message, details)).with("Retry-After", "1");
    }

    static Answer internalError(String cause) {
        JsonObject causes = new JsonObject().put("causes", new JsonArray().add(new JsonObject().put("message", cause)));
        return Answer.json(500, status(500, "InternalError", "Internal error occurred: " + cause, causes));
    }

    static Answer unavailable() {
        String message = "the server is currently unable to handle the request";
        JsonObject details = new JsonObject().put("retryAfterSeconds", 1);
        return Answer.json(503, status(503, "ServiceUnavailable", message, details))
                .with("Retry-After", "1");
    }

    static Answer timeout() {
        String message = "Timeout: request did not complete within the allotted timeout";
        return Answer.json(504, status(504, "Timeout", message, new JsonObject()));
    }

    private static JsonObject details(String name, DemoTarget target) {
        JsonObject details = new JsonObject();
        if (name != null) {
            details.put("name", name);
        }
        if (!target.group().isEmpty()) {
            details.put("group", target.group());
        }
        return details.put("kind", target.resource());
    }

    private static Answer noSniff(Answer answer) {
        return answer.with("X-Content-Type-Options", "nosniff");
    }

    /** Two spaces, empty objects on one line, no line feed at the end: Go's json.MarshalIndent. */
    private static String pretty(JsonObject status) {
        StringBuilder text = new StringBuilder("{");
        String separator = "\n  ";
        for (String field : status.fieldNames()) {
            String value = Json.encode(status.getValue(field));
            text.append(separator).append('"').append(field).append("\": ").append(value);
            separator = ",\n  ";
        }
        return text.append("\n}").toString();
    }
}
