// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.testing.ExpositionPage;
import io.github.metricsserverprom.testing.ExpositionParser;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the pipeline answered.
 *
 * @param status   HTTP status
 * @param response for its headers
 * @param body     as it came, possibly compressed
 */
record Reply(int status, HttpResponse<byte[]> response, byte[] body) {

    static Reply of(HttpResponse<byte[]> response) {
        return new Reply(response.statusCode(), response, response.body());
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The one value of a header; empty when it was not sent. */
    String header(String name) {
        List<String> values = response.headers().allValues(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " was sent " + values.size() + " times: " + values);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The page as a strict parser reads it, in the format that its content type names. */
    ExpositionPage page() {
        if (status != 200) {
            throw new AssertionError("status " + status + ": " + text());
        }
        ExpositionFormat format = header("Content-Type").startsWith("application/openmetrics-text")
                ? ExpositionFormat.OPENMETRICS_1_0_0
                : ExpositionFormat.TEXT_0_0_4;
        return ExpositionParser.parse(format, text());
    }
}
