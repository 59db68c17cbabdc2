// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/**
 * Self metrics of the HTTP servers' access:
 *
 * <pre>{@code
 * metrics_server_prom_refused_requests_total{server="scrape",reason="password"} 3
 * metrics_server_prom_tls_handshake_failures_total{server="scrape"} 1
 * metrics_server_prom_web_config_last_reload_successful 1
 * metrics_server_prom_web_config_last_reload_success_timestamp_seconds 1.7638272E9
 * metrics_server_prom_web_certificate_expiry_timestamp_seconds 1.7953632E9
 * }</pre>
 */
final class WebMeters {

    private static final String PREFIX = "metrics_server_prom_";

    private final MeterRegistry registry;

    WebMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void observe(WebConfigWatch file) {
        Gauge.builder(
                        PREFIX + "web_config_last_reload_successful",
                        file,
                        f -> f.problem().isEmpty() ? 1 : 0)
                .description("Whether the web configuration file as it is now is in force, 1 or 0.")
                .register(registry);
        Gauge.builder(
                        PREFIX + "web_config_last_reload_success_timestamp_seconds",
                        file,
                        WebConfigWatch::lastSuccessSeconds)
                .description("When the web configuration file was last read with success, in seconds since 1970-01-01"
                        + " UTC.")
                .register(registry);
        if (file.state().engines().isPresent()) {
            Gauge.builder(PREFIX + "web_certificate_expiry_timestamp_seconds", file, WebMeters::expiry)
                    .description("When the certificate that is shown to clients expires, in seconds since 1970-01-01"
                            + " UTC.")
                    .register(registry);
        }
    }

    private static double expiry(WebConfigWatch file) {
        return file.state()
                .engines()
                .map(TlsEngines::notAfter)
                .map(Instant::getEpochSecond)
                .orElse(0L);
    }

    void refused(String server, Refusal refusal) {
        Counter.builder(PREFIX + "refused_requests_total")
                .description("Requests that were not answered for who sent them, or how many, by server and reason.")
                .tags("server", server, "reason", refusal.reason())
                .register(registry)
                .increment();
    }

    void handshakeFailed(String server) {
        Counter.builder(PREFIX + "tls_handshake_failures_total")
                .description("Connections whose client did not agree on TLS, or had no certificate that is trusted.")
                .tags("server", server)
                .register(registry)
                .increment();
    }
}
