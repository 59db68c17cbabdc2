// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers a bounded number of values for a bounded time; the one that was not asked for the longest makes room.
 * Thread-safe.
 *
 * @param <V> what is remembered
 */
final class ExpiringCache<V> {

    private final long timeToLive;
    private final LongSupplier nanoTime;
    private final Map<String, Entry<V>> entries;

    private record Entry<V>(V value, long since) {}

    /**
     * An empty cache.
     *
     * @param most     number of values
     * @param nanoTime as {@link System#nanoTime}
     */
    ExpiringCache(int most, Duration timeToLive, LongSupplier nanoTime) {
        this.timeToLive = timeToLive.toNanos();
        this.nanoTime = nanoTime;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ExpiringCache.Entry<V>> eldest) {
                return size() > most;
            }
        };
    }

    synchronized Optional<V> get(String key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (nanoTime.getAsLong() - entry.since() >= timeToLive) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    synchronized void put(String key, V value) {
        entries.put(key, new Entry<>(value, nanoTime.getAsLong()));
    }
}
