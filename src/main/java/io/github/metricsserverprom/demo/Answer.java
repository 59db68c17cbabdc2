// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the server says to a request.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param headers besides those that every answer has
 * @param body the content
 */
record Answer(int status, String contentType, Map<String, String> headers, Body body) {
    static final String JSON = "application/json";
    private static final Map<String, String> NO_SNIFF = Map.of("X-Content-Type-Options", "nosniff");

    static Answer json(Body body) {
        return new Answer(200, JSON, Map.of(), body);
    }

    static Answer json(int status, String body) {
        return new Answer(status, JSON, Map.of(), Body.of(body));
    }

    /** Text as Go's {@code http.Error} sends it. */
    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", NO_SNIFF, Body.of(body));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, Map.copyOf(more), body);
    }
}
