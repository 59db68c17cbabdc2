// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.ReadFailure;
import io.github.metricsserverprom.selection.Namespaces;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when an upstream read begins to fail, fails in a way that is new in this outage, or works again: one line for
 * each, however often it is tried. Thread-safe; one instance serves all generations of routes.
 */
public final class CollectorLog {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorLog.class);
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w-])[0-9]+(?![\\w-])");

    /** Where a read goes: a route that reads other namespaces fails and recovers for itself. */
    private record Source(String context, Namespaces namespaces, Collector collector) {}

    /** More ways to fail than this are not told of one outage. */
    private static final int MOST_KINDS = 10;

    private record Outage(Set<String> kinds, long since) {}

    private final Map<Source, Outage> outages = new ConcurrentHashMap<>();

    /** A read ended. */
    void tell(String context, Namespaces namespaces, CollectorResult result) {
        Source source = new Source(context, namespaces, result.collector());
        if (result.success()) {
            success(source);
        } else {
            outages.compute(source, (same, known) -> failure(same, known, result.failure()));
        }
    }

    private void success(Source source) {
        Outage over = outages.remove(source);
        if (over != null) {
            LOG.info(
                    "Reading works again collector={}{} failed_for_seconds={}",
                    source.collector().label(),
                    named(source.context()),
                    (System.nanoTime() - over.since()) / 1_000_000_000L);
        }
    }

    private static Outage failure(Source source, Outage known, ReadFailure failure) {
        Outage outage = known != null ? known : new Outage(new HashSet<>(), System.nanoTime());
        // A way that was told comes back again and again where two take turns.
        if (outage.kinds().size() < MOST_KINDS && outage.kinds().add(kind(failure))) {
            LOG.warn(
                    "Reading failed collector={}{} status={} reason=\"{}\" advice=\"{}\"",
                    source.collector().label(),
                    named(source.context()),
                    failure.status(),
                    failure.quotedReason(),
                    failure.quotedAdvice());
        }
        return outage;
    }

    /**
     * The status, and the reason without its numbers, since byte counts and times differ each time the same thing happens.
     * Numbers in names stay: {@code team-1} is another namespace than {@code team-2}.
     */
    private static String kind(ReadFailure failure) {
        return failure.status() + NUMBER.matcher(failure.reason()).replaceAll("#");
    }

    private static String named(String context) {
        return context.isEmpty() ? "" : " context=" + context;
    }
}
