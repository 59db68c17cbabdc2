// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.Map;

/** Errors with the words, headers and content type that a real API server, or what stands before it, uses. */
public enum RecordedError {
    /** 401, a {@code Status}: bad token. */
    UNAUTHORIZED,
    /** 403, a {@code Status}: the user {@code nobody} has no rights. */
    FORBIDDEN,
    /** 404, text: the metrics API is not installed. */
    NOT_REGISTERED,
    /** 405, a {@code Status}. */
    METHOD_NOT_ALLOWED,
    /** 406, a {@code Status} over several lines. */
    NOT_ACCEPTABLE,
    /** 410, a {@code Status}: the resource version is too old. */
    EXPIRED,
    /** 429, text, with {@code Retry-After: 1}: priority and fairness sheds load. */
    TOO_MANY_REQUESTS,
    /** 500, a {@code Status}. */
    INTERNAL_ERROR,
    /** 502, HTML of a load balancer. */
    BAD_GATEWAY,
    /** 503, text {@code service unavailable}: the aggregation layer knows that metrics-server is down. */
    SERVICE_UNAVAILABLE,
    /** 503, text: the aggregation layer cannot connect to metrics-server that died a moment ago. */
    BACKEND_REFUSED,
    /** 503, a {@code Status} with {@code Retry-After: 1}: the API server cannot serve now. */
    API_UNAVAILABLE,
    /** 504, a {@code Status}. */
    TIMEOUT;

    Answer answer(ApiRequest request) {
        return switch (this) {
            case UNAUTHORIZED -> ApiErrors.unauthorized();
            case FORBIDDEN -> ApiErrors.forbidden(request, "nobody");
            case NOT_REGISTERED -> ApiErrors.unknownPath();
            case METHOD_NOT_ALLOWED ->
                request.target().aggregated()
                        ? ApiErrors.watchNotSupported(request.target())
                        : ApiErrors.methodNotAllowed();
            case NOT_ACCEPTABLE -> ApiErrors.notAcceptable(request.target());
            case EXPIRED -> ApiErrors.expired("The resourceVersion for the provided list is too old.");
            case TOO_MANY_REQUESTS ->
                Answer.text(429, "Too many requests, please try again later.\n").with("Retry-After", "1");
            case INTERNAL_ERROR -> ApiErrors.internalError("etcdserver: leader changed");
            case BAD_GATEWAY ->
                new Answer(
                        502,
                        "text/html",
                        Map.of(),
                        Body.of("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad"
                                + " Gateway</h1></center>\r\n</body>\r\n</html>\r\n"));
            case SERVICE_UNAVAILABLE -> Answer.text(503, "service unavailable\n");
            case BACKEND_REFUSED ->
                Answer.text(
                        503, "error trying to reach service: dial tcp 127.0.0.1:16003: connect: connection refused\n");
            case API_UNAVAILABLE -> ApiErrors.unavailable();
            case TIMEOUT -> ApiErrors.timeout();
        };
    }
}
