// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.ReadFailure;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when an upstream read begins to fail, fails in a way that is new in this outage, or works again: one line for
 * each, however often it is tried. Thread-safe; one instance serves all generations of routes.
 */
public final class CollectorLog {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorLog.class);

    private record Source(String context, Collector collector) {}

    /** More ways to fail than this are not told of one outage. */
    private static final int MOST_KINDS = 10;

    private record Outage(Set<String> kinds, long since) {}

    private final Map<Source, Outage> outages = new ConcurrentHashMap<>();

    /** A read succeeded. */
    void success(String context, Collector collector) {
        Outage over = outages.remove(new Source(context, collector));
        if (over != null) {
            LOG.info(
                    "Reading works again collector={}{} failed_for_seconds={}",
                    collector.label(),
                    named(context),
                    (System.nanoTime() - over.since()) / 1_000_000_000L);
        }
    }

    /** A read failed. */
    void failure(String context, Collector collector, ReadFailure failure) {
        outages.compute(new Source(context, collector), (source, known) -> {
            Outage outage = known != null ? known : new Outage(new HashSet<>(), System.nanoTime());
            // A way that was told comes back again and again where two take turns.
            if (outage.kinds().size() >= MOST_KINDS || !outage.kinds().add(kind(failure))) {
                return outage;
            }
            LOG.warn(
                    "Reading failed collector={}{} status={} reason=\"{}\" advice=\"{}\"",
                    collector.label(),
                    named(context),
                    failure.status(),
                    escaped(failure.reason()),
                    escaped(failure.advice()));
            return outage;
        });
    }

    /** The status, and the reason without its numbers, since byte counts and times differ each time the same thing happens. */
    private static String kind(ReadFailure failure) {
        return failure.status() + failure.reason().replaceAll("[0-9]+", "#");
    }

    /** For a value in double quotes: the messages of API servers have such quotes themselves. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String named(String context) {
        return context.isEmpty() ? "" : " context=" + context;
    }
}
