// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers for a bounded time what was known of pods, so that the identity labels of a series do not flap because one
 * list failed or because a pod was deleted a moment before its last sample. One instance for one cluster and selection of
 * pods; thread-safe.
 */
public final class LastKnownFacts {

    private final long keepNanos;
    private final LongSupplier nanoTime;

    private PodFactsList latest = new PodFactsList(Map.of());
    private long latestTime;
    private final Map<PodKey, Departed> departed = new HashMap<>();

    private record Departed(PodFacts facts, long time) {}

    /**
     * Keeps facts for a time after they were last seen.
     *
     * @param keep     how long
     * @param nanoTime the clock, {@code System::nanoTime} but for tests
     */
    public LastKnownFacts(Duration keep, LongSupplier nanoTime) {
        this.keepNanos = keep.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Takes the facts of a successful read. Giving the same object again costs nothing. */
    public synchronized void seen(PodFactsList facts) {
        long now = nanoTime.getAsLong();
        if (facts != latest) {
            departed.values().removeIf(d -> now - d.time > keepNanos);
            if (now - latestTime <= keepNanos) {
                latest.byKey().forEach((key, old) -> {
                    if (!facts.byKey().containsKey(key)) {
                        departed.put(key, new Departed(old, latestTime));
                    }
                });
            }
            latest = facts;
        }
        latestTime = now;
    }

    /** Whether everything was seen too long ago to be of use. */
    public synchronized boolean isOver() {
        return nanoTime.getAsLong() - latestTime > keepNanos;
    }

    /** What was last known of a pod that the present read did not bring; null when nothing was, or too long ago. */
    public synchronized PodFacts of(PodKey key) {
        long now = nanoTime.getAsLong();
        PodFacts facts = latest.byKey().get(key);
        if (facts != null) {
            return now - latestTime <= keepNanos ? facts : null;
        }
        Departed gone = departed.get(key);
        return gone != null && now - gone.time <= keepNanos ? gone.facts : null;
    }
}
