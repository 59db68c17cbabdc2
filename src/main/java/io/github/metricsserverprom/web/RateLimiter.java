// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.util.function.LongSupplier;

/** A token bucket, as {@code rate.Limiter} of golang.org/x/time that the toolkit uses. Thread-safe. */
final class RateLimiter {

    private final RateLimit limit;
    private final LongSupplier nanoTime;

    /** Time that was not used for requests, in nanoseconds. */
    private long saved;

    private long last;

    RateLimiter(RateLimit limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
        this.saved = full();
    }

    private long full() {
        return Math.multiplyExact(limit.intervalNanos(), (long) limit.burst());
    }

    /** Whether a request may be answered now. */
    synchronized boolean allow() {
        long now = nanoTime.getAsLong();
        saved = Math.min(full(), saved + (now - last));
        last = now;
        if (saved < limit.intervalNanos()) {
            return false;
        }
        saved -= limit.intervalNanos();
        return true;
    }
}
