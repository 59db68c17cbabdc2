// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins (k8s.io/apiserver pkg/storage/continue.go).
 *
 * @param resourceVersion that all pages of the list show, or -1 for whatever is newest
 * @param namespace of the last pod of the page before
 * @param name of that pod
 */
record ContinueToken(long resourceVersion, String namespace, String name) {

    String encode() {
        JsonObject token = new JsonObject()
                .put("v", "meta.k8s.io/v1")
                .put("rv", resourceVersion)
                .put("start", namespace + "/" + name + "\0");
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(token.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException in the words of the API server, if the text is no token */
    static ContinueToken decode(String text) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(text);
            JsonObject token = new JsonObject(new String(json, StandardCharsets.UTF_8));
            String start = token.getString("start");
            int slash = start.indexOf('/');
            return new ContinueToken(
                    token.getLong("rv"), start.substring(0, slash), start.substring(slash + 1, start.length() - 1));
        } catch (IllegalArgumentException | DecodeException | NullPointerException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("continue key is not valid: " + text, e);
        }
    }
}
