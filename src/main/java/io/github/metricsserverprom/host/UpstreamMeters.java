// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.apiserver.WatchState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What is asked of API servers, as self metrics:
 *
 * <pre>{@code
 * metrics_server_prom_upstream_requests_total{resource="pods.metrics.k8s.io",verb="list",code="200"} 12
 * metrics_server_prom_upstream_request_duration_seconds_sum{resource="pods.metrics.k8s.io",verb="list"} 0.61
 * metrics_server_prom_upstream_response_bytes_total{resource="pods.metrics.k8s.io",verb="list"} 1048576
 * metrics_server_prom_pods_watch_synced{context="",namespace=""} 1
 * metrics_server_prom_pods_watch_last_event_timestamp_seconds{context="",namespace=""} 1.7638272E9
 * metrics_server_prom_pods_watch_relists_total{context="",namespace=""} 0
 * metrics_server_prom_pods_watch_pods{context="",namespace=""} 39
 * }</pre>
 *
 * <p>The code is {@code error} for a request that got no whole answer. Context and namespace are empty for the chosen
 * context and for all namespaces.
 */
final class UpstreamMeters implements UpstreamMetrics {

    private static final String PREFIX = "metrics_server_prom_";

    private final MeterRegistry registry;
    private final Map<WatchState, List<Meter>> watches = new HashMap<>();

    UpstreamMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void request(String resource, String verb, int status, long nanos, long bytes) {
        Counter.builder(PREFIX + "upstream_requests_total")
                .description("Requests to API servers, by resource, verb and HTTP status.")
                .tags("resource", resource, "verb", verb, "code", status == 0 ? "error" : Integer.toString(status))
                .register(registry)
                .increment();
        Timer.builder(PREFIX + "upstream_request_duration_seconds")
                .description("Time from sending a request to the end of its answer; of a watch, to its beginning.")
                .tags("resource", resource, "verb", verb)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
        Counter.builder(PREFIX + "upstream_response_bytes_total")
                .description("Bytes of the answers to lists, compressed as they came.")
                .tags("resource", resource, "verb", verb)
                .register(registry)
                .increment(bytes);
    }

    /** While one watch takes another's place, the first one's meters stand for both: they have the same names. */
    @Override
    public synchronized void watchStarted(WatchState watch) {
        boolean taken = watches.keySet().stream().anyMatch(other -> tags(other).equals(tags(watch)));
        watches.put(watch, taken ? List.of() : meters(watch));
    }

    private List<Meter> meters(WatchState watch) {
        return List.of(
                gauge(
                        watch,
                        "synced",
                        "Whether all pods are known and their changes are followed, 1 or 0.",
                        state -> state.synced() ? 1 : 0),
                gauge(
                        watch,
                        "last_event_timestamp_seconds",
                        "Last sign of life of the watch of pods, in seconds since 1970-01-01 UTC.",
                        WatchState::lastEventSeconds),
                gauge(watch, "pods", "Pods that the watch knows.", WatchState::size),
                FunctionCounter.builder(PREFIX + "pods_watch_relists_total", watch, WatchState::relists)
                        .description("How often all pods were listed again because the watch could not go on.")
                        .tags(tags(watch))
                        .register(registry));
    }

    private Gauge gauge(WatchState watch, String name, String help, ToDoubleFunction<WatchState> value) {
        return Gauge.builder(PREFIX + "pods_watch_" + name, watch, value)
                .description(help)
                .tags(tags(watch))
                .register(registry);
    }

    private static Tags tags(WatchState watch) {
        return Tags.of("context", watch.context(), "namespace", watch.namespace());
    }

    @Override
    public synchronized void watchStopped(WatchState watch) {
        List<Meter> meters = watches.remove(watch);
        if (meters == null || meters.isEmpty()) {
            return;
        }
        meters.forEach(registry::remove);
        watches.keySet().stream()
                .filter(other -> tags(other).equals(tags(watch)))
                .findFirst()
                .ifPresent(other -> watches.put(other, meters(other)));
    }
}
