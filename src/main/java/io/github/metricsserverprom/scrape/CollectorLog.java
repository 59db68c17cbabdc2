// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.ReadFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when an upstream read begins to fail, fails in another way, or works again: one line for each change, however
 * often it is tried. Thread-safe; one instance serves all generations of routes.
 */
public final class CollectorLog {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorLog.class);

    private record Source(String context, Collector collector) {}

    private record Outage(int status, String kind, long since) {}

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
            String kind = kind(failure);
            if (known != null
                    && known.status() == failure.status()
                    && known.kind().equals(kind)) {
                return known;
            }
            LOG.warn(
                    "Reading failed collector={}{} status={} reason=\"{}\" advice=\"{}\"",
                    collector.label(),
                    named(context),
                    failure.status(),
                    escaped(failure.reason()),
                    escaped(failure.advice()));
            return new Outage(failure.status(), kind, known == null ? System.nanoTime() : known.since());
        });
    }

    /** The reason without its numbers, since byte counts and times differ each time the same thing happens. */
    private static String kind(ReadFailure failure) {
        return failure.reason().replaceAll("[0-9]+", "#");
    }

    /** For a value in double quotes: the messages of API servers have such quotes themselves. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String named(String context) {
        return context.isEmpty() ? "" : " context=" + context;
    }
}
