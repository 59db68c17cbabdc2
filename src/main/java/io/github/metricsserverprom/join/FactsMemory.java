// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.podfacts.LastKnownFacts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Last known facts of each cluster that is read. The host binds one that outlives reloads; otherwise the join has its
 * own. Thread-safe.
 */
public final class FactsMemory {

    /** Long enough for an API server's restart, short enough that a reused pod name is not mistaken for long. */
    private static final Duration KEEP = Duration.ofMinutes(5);

    private final Map<String, LastKnownFacts> byContext = new ConcurrentHashMap<>();

    /** The memory of one cluster; the context is empty for the chosen one. */
    LastKnownFacts of(String context) {
        return byContext.computeIfAbsent(context, c -> new LastKnownFacts(KEEP, System::nanoTime));
    }
}
