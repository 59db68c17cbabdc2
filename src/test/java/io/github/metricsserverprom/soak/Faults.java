// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.soak;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Faults of the demo cluster, one after the other, with calm between them. Knows when a failure may be due to one. */
final class Faults implements Soak.Work {

    private static final List<String> KINDS = List.of(
            "{\"target\":\"POD_METRICS\",\"fault\":\"recorded\",\"error\":\"SERVICE_UNAVAILABLE\"}",
            "{\"target\":\"ALL\",\"fault\":\"recorded\",\"error\":\"API_UNAVAILABLE\"}",
            "{\"target\":\"POD_METRICS\",\"fault\":\"hang\",\"where\":\"MID_BODY\"}",
            "{\"target\":\"ALL\",\"fault\":\"hang\",\"where\":\"BEFORE_HEADERS\"}",
            "{\"target\":\"NODE_METRICS\",\"fault\":\"reset\",\"where\":\"MID_BODY\"}",
            "{\"target\":\"ALL\",\"fault\":\"reset\",\"where\":\"BEFORE_HEADERS\"}",
            "{\"target\":\"POD_METRICS\",\"fault\":\"half-close\",\"where\":\"AFTER_HEADERS\"}",
            "{\"target\":\"POD_METRICS\",\"fault\":\"truncate\"}",
            "{\"target\":\"POD_METRICS\",\"fault\":\"garbage\"}",
            "{\"target\":\"POD_METRICS\",\"fault\":\"empty\"}",
            "{\"target\":\"ALL\",\"fault\":\"recorded\",\"error\":\"UNAUTHORIZED\"}",
            "{\"target\":\"PODS\",\"fault\":\"recorded\",\"error\":\"INTERNAL_ERROR\"}",
            "{\"target\":\"PODS_WATCH\",\"fault\":\"recorded\",\"error\":\"INTERNAL_ERROR\"}",
            "{\"target\":\"POD_METRICS\",\"fault\":\"latency\",\"delayMillis\":1500}",
            "{\"fault\":\"close-watches\"}",
            "{\"fault\":\"mute-watches\"}",
            "{\"fault\":\"expire-resource-versions\"}");

    private static final long SECONDS = 4;
    private static final long CALM_SECONDS = 12;

    /** After a fault has ended, what it held up may still fail, until the deadline of a scrape. */
    private static final long ECHO_NANOS = TimeUnit.SECONDS.toNanos(7);

    private final Web web;
    private volatile boolean on;
    private volatile long endedNanos = System.nanoTime() - ECHO_NANOS;
    private int next;

    Faults(Web web) {
        this.web = web;
    }

    /** How many there were. */
    int count() {
        return next;
    }

    /** Whether what began at this {@link System#nanoTime()} and fails now may fail because of a fault. */
    boolean mayFail(long beganNanos) {
        return on || beganNanos - endedNanos < ECHO_NANOS;
    }

    @Override
    public void once() throws Exception {
        on = true;
        try {
            web.fault(KINDS.get(next++ % KINDS.size()));
            TimeUnit.SECONDS.sleep(SECONDS);
        } finally {
            web.fault("{\"fault\":\"clear\"}");
            endedNanos = System.nanoTime();
            on = false;
        }
        TimeUnit.SECONDS.sleep(CALM_SECONDS);
    }
}
