// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.EnumMap;
import java.util.Map;

/** Counts requests. Thread-safe. */
public final class DemoTraffic {
    private final Map<DemoTarget, Counts> counts = new EnumMap<>(DemoTarget.class);
    private Counts all = Counts.NONE;

    /**
     * Counts of one target, or of all.
     *
     * @param requests begun so far
     * @param open under way now
     * @param mostOpen the largest number that was under way at once
     * @param bytes of bodies sent, compressed as they were
     */
    public record Counts(long requests, int open, int mostOpen, long bytes) {
        private static final Counts NONE = new Counts(0, 0, 0, 0);

        private Counts begin() {
            return new Counts(requests + 1, open + 1, Math.max(mostOpen, open + 1), bytes);
        }

        private Counts end(long sent) {
            return new Counts(requests, open - 1, mostOpen, bytes + sent);
        }
    }

    /** The counts of one target. */
    public synchronized Counts of(DemoTarget target) {
        return counts.getOrDefault(target, Counts.NONE);
    }

    /** The counts of all requests. */
    public synchronized Counts all() {
        return all;
    }

    /** Forgets everything but the requests that are under way. */
    public synchronized void reset() {
        counts.replaceAll((target, count) -> new Counts(0, count.open, count.open, 0));
        all = new Counts(0, all.open, all.open, 0);
    }

    synchronized void begin(DemoTarget target) {
        counts.put(target, of(target).begin());
        all = all.begin();
    }

    synchronized void end(DemoTarget target, long sent) {
        counts.put(target, of(target).end(sent));
        all = all.end(sent);
    }
}
