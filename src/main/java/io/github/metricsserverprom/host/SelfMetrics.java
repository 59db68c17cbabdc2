// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What the program measures of itself, for the management server: JVM, Camel's routes, and the state of the routes'
 * reloads. One registry for all generations, so that a reload neither resets nor multiplies a series.
 */
final class SelfMetrics implements AutoCloseable {

    /** Enough of a SHA-256 to tell configurations apart. */
    private static final int HASH_LENGTH = 16;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile InfoSnapshot config =
            InfoSnapshot.builder().name("metrics_server_prom_config").build();
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    SelfMetrics() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
        // Micrometer has no info metrics: it would cut the suffix off a gauge's name.
        registry.getPrometheusRegistry().register(() -> config);
    }

    /** Publishes the state of reloads. */
    void observe(ReloadState state) {
        Gauge.builder("metrics_server_prom_config_last_reload_successful", state, s -> s.successful() ? 1 : 0)
                .description("Whether the last load of the routes succeeded, 1 or 0.")
                .register(registry);
        Gauge.builder(
                        "metrics_server_prom_config_last_reload_success_timestamp_seconds",
                        state,
                        ReloadState::successTimestampSeconds)
                .description("When routes were last loaded with success, in seconds since 1970-01-01 UTC.")
                .register(registry);
        FunctionCounter.builder("metrics_server_prom_config_reloads_total", state, ReloadState::loads)
                .description("Loads of the routes, the first one included.")
                .register(registry);
        FunctionCounter.builder("metrics_server_prom_config_reload_failures_total", state, ReloadState::failures)
                .description("Loads of the routes that failed.")
                .register(registry);
    }

    /** Publishes who is connected to each port. */
    void observe(Map<String, Clients> ports) {
        ports.forEach((port, clients) -> {
            Gauge.builder("metrics_server_prom_http_connections", clients.connections(), Connections::count)
                    .description("Open connections of clients.")
                    .tag("port", port)
                    .register(registry);
            Gauge.builder("metrics_server_prom_http_unsent_bytes", clients.unsent(), UnsentAnswers::bytes)
                    .description("Bytes of answers that wait in memory until their clients take them.")
                    .tag("port", port)
                    .register(registry);
            closed(port, "too_many", clients.connections(), Connections::turnedAway);
            closed(port, "too_slow", clients.unsent(), UnsentAnswers::cut);
        });
    }

    private <T> void closed(String port, String reason, T of, ToDoubleFunction<T> count) {
        FunctionCounter.builder("metrics_server_prom_http_connections_cut_total", of, count)
                .description("Connections closed because there were too many, or because answers were not taken.")
                .tags("port", port, "reason", reason)
                .register(registry);
    }

    /** Publishes which configuration is live, and drops the metrics of routes that it no longer has. */
    void live(int generation, String hash, Set<String> routes) {
        config = InfoSnapshot.builder()
                .name("metrics_server_prom_config")
                .help("The routes and settings that are live: number of the load, and hash of the files.")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "generation", Integer.toString(generation), "hash", hash.substring(0, HASH_LENGTH)))
                        .build())
                .build();
        registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getTag("routeId") != null && !routes.contains(id.getTag("routeId")))
                .forEach(registry::remove);
    }

    /** The registry that Camel's routes report to. */
    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** The page, in text 0.0.4. */
    String page() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
