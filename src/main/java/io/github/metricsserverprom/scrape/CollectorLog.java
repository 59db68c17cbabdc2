// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.ReadFailure;
import io.github.metricsserverprom.selection.Namespaces;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when an upstream read begins to fail, fails in another way, or works again: one line for each change, however
 * often it is tried. Thread-safe; one instance serves all generations of routes.
 */
public final class CollectorLog {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorLog.class);
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w-])[0-9]+(?![\\w-])");

    /** Where a read goes: a route that reads other namespaces fails and recovers for itself. */
    private record Source(String context, Namespaces namespaces, Collector collector) {}

    private record Outage(int status, String kind, long since) {}

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
        String kind = kind(failure);
        if (known != null && known.status() == failure.status() && known.kind().equals(kind)) {
            return known;
        }
        LOG.warn(
                "Reading failed collector={}{} status={} reason=\"{}\" advice=\"{}\"",
                source.collector().label(),
                named(source.context()),
                failure.status(),
                escaped(failure.reason()),
                escaped(failure.advice()));
        return new Outage(failure.status(), kind, known == null ? System.nanoTime() : known.since());
    }

    /**
     * The reason without its numbers, since byte counts and times differ each time the same thing happens. Numbers in
     * names stay: {@code team-1} is another namespace than {@code team-2}.
     */
    private static String kind(ReadFailure failure) {
        return NUMBER.matcher(failure.reason()).replaceAll("#");
    }

    /** For a value in double quotes: the messages of API servers have such quotes themselves. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String named(String context) {
        return context.isEmpty() ? "" : " context=" + context;
    }
}
