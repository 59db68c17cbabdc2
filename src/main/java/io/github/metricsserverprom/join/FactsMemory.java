// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.podfacts.LastKnownFacts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Last known facts of each cluster that is read, for each selection of its pods. What nobody reads any more is dropped
 * when it is too old to be of use. The host binds one that outlives reloads; otherwise the join has its own. Thread-safe.
 */
public final class FactsMemory {

    /** Long enough for an API server's restart, short enough that a reused pod name is not mistaken for long. */
    private static final Duration KEEP = Duration.ofMinutes(5);

    private final Map<Source, LastKnownFacts> bySource = new ConcurrentHashMap<>();

    /** The memory of one cluster and selection. */
    LastKnownFacts of(Source source) {
        bySource.entrySet()
                .removeIf(other ->
                        !other.getKey().equals(source) && other.getValue().isOver());
        return bySource.computeIfAbsent(source, s -> new LastKnownFacts(KEEP, System::nanoTime));
    }
}
