// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Path and query of a list request, without a leading slash. Forms:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris.
 */
public final class ListPath {

    private final StringBuilder path;
    private char separator = '?';

    private ListPath(String path) {
        this.path = new StringBuilder(path);
    }

    /**
     * The list of a resource.
     *
     * @param api       {@code api/v1} or {@code apis/GROUP/VERSION}
     * @param namespace null or empty for all namespaces, or for a resource that has none
     * @param resource  the plural name
     */
    public static ListPath of(String api, String namespace, String resource) {
        boolean all = namespace == null || namespace.isEmpty();
        return new ListPath(api + (all ? "/" : "/namespaces/" + encode(namespace) + '/') + resource);
    }

    /** Adds a query parameter unless its value is null or empty. */
    public ListPath with(String parameter, String value) {
        if (value != null && !value.isEmpty()) {
            path.append(separator).append(parameter).append('=').append(encode(value));
            separator = '&';
        }
        return this;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static String encode(String text) {
        // URLEncoder writes forms, in which a space is '+'; in a path that would be a plus.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
