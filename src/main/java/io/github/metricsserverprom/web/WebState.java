// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import java.util.Optional;

/**
 * A web configuration at work.
 *
 * @param config  what the file says
 * @param engines makes TLS engines; empty for plain HTTP
 * @param limiter counts requests; empty when they are not limited
 */
record WebState(WebConfig config, Optional<TlsEngines> engines, Optional<RateLimiter> limiter) {

    static final WebState NONE = new WebState(WebConfig.NONE, Optional.empty(), Optional.empty());

    /**
     * Reads certificates and keys.
     *
     * @throws ConfigException when they cannot be used
     */
    static WebState of(WebConfig config) throws ConfigException {
        Optional<TlsEngines> engines = config.tls().isPresent()
                ? Optional.of(TlsEngines.of(config.tls().get(), config.http2()))
                : Optional.empty();
        return new WebState(config, engines, config.rateLimit().map(limit -> new RateLimiter(limit, System::nanoTime)));
    }

    /** Whether the limit of requests allows one more. */
    boolean allowsOneMore() {
        return limiter.map(RateLimiter::allow).orElse(true);
    }

    /** In words, for the log. */
    String summary() {
        return "tls=" + (config.tls().isPresent() ? config.tls().get().versions() : "off")
                + engines.map(tls -> " certificateUntil=" + tls.notAfter()).orElse("")
                + config.tls().map(tls -> " clientAuth=" + tls.clientAuth()).orElse("")
                + " users=" + config.users().size();
    }
}
