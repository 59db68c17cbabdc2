// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.soak;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.testing.ExpositionParser;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that behave: scrapes as Prometheus makes them, and people who look. Every page is parsed. */
final class Scrapes {

    private static final int SECONDS = 10;

    private final Web web;
    private final Faults faults;
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong pages = new AtomicLong();
    private final AtomicLong metricsRequests = new AtomicLong();
    private final AtomicLong injected = new AtomicLong();
    private final Map<String, Integer> errors = new ConcurrentHashMap<>();

    Scrapes(Web web, Faults faults) {
        this.web = web;
        this.faults = faults;
    }

    /** Whole pages that were right. */
    long pages() {
        return pages.get();
    }

    /** Answers that came after the time that the request gave. */
    long late() {
        return late.get();
    }

    /** Requests for {@code /metrics} that were answered. */
    long metricsRequests() {
        return metricsRequests.get();
    }

    /** Answers that were not right while a fault was on. */
    long injected() {
        return injected.get();
    }

    /** What was not right and was not injected, and how often. */
    Map<String, Integer> errors() {
        return errors;
    }

    /** A scrape in text or OpenMetrics. */
    void scrape(boolean openMetrics) throws Exception {
        long began = System.nanoTime();
        HttpResponse<byte[]> answer = web.scrape(
                "/metrics",
                "X-Prometheus-Scrape-Timeout-Seconds",
                Integer.toString(SECONDS),
                "Accept",
                openMetrics ? "application/openmetrics-text;version=1.0.0" : "text/plain");
        metricsRequests.incrementAndGet();
        if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(SECONDS)) {
            late.incrementAndGet();
        }
        if (answer.statusCode() == 200) {
            page(answer, openMetrics, began);
        } else if (answer.statusCode() == 503 && faults.mayFail(began)) {
            injected.incrementAndGet();
        } else {
            error("status " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private void page(HttpResponse<byte[]> answer, boolean openMetrics, long began) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        ExpositionParser.parse(openMetrics ? ExpositionFormat.OPENMETRICS_1_0_0 : ExpositionFormat.TEXT_0_0_4, text);
        if (text.contains("\nmetrics_server_prom_up 1\n") && text.contains("\nkube_metrics_server_pod_cpu{")) {
            pages.incrementAndGet();
        } else if (faults.mayFail(began)) {
            injected.incrementAndGet();
        } else {
            error("a page that is not whole");
        }
    }

    /** A look at the other paths. */
    void look() throws Exception {
        for (Map.Entry<String, Integer> path : Map.of(
                        "/livez", 200, "/readyz", 200, "/", 200, "/nothing", 404, "/snapshot", 200, "/healthz", 200)
                .entrySet()) {
            long began = System.nanoTime();
            int status = web.scrape(path.getKey()).statusCode();
            if (status == path.getValue()) {
                continue;
            }
            boolean reads = path.getKey().equals("/snapshot") || path.getKey().equals("/healthz");
            if (reads && status == 503 && faults.mayFail(began)) {
                injected.incrementAndGet();
            } else {
                error("status " + status + " of " + path.getKey());
            }
        }
    }

    void error(String what) {
        errors.merge(what, 1, Integer::sum);
    }
}
