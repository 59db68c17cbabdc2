// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.util.Map;
import java.util.Optional;

/**
 * What a web configuration file says.
 *
 * @param tls       how TLS is spoken; empty for plain HTTP
 * @param http2     whether HTTP/2 is spoken over TLS
 * @param headers   headers to add to every answer, by name
 * @param users     hashes of passwords by user; empty when no password is asked for
 * @param rateLimit how often may be asked; empty for as often as one likes
 */
record WebConfig(
        Optional<TlsServerConfig> tls,
        boolean http2,
        Map<String, String> headers,
        Map<String, PasswordHash> users,
        Optional<RateLimit> rateLimit) {

    /** Without a file: plain HTTP for everybody. */
    static final WebConfig NONE = new WebConfig(Optional.empty(), false, Map.of(), Map.of(), Optional.empty());
}
