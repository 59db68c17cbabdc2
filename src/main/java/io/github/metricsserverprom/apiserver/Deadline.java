// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * The moment by which a scrape must be answered.
 *
 * @param nanoTime the moment, on the clock of {@link System#nanoTime()}
 * @param total    the whole time the scrape was given, for messages
 */
public record Deadline(long nanoTime, Duration total) {

    /** Exchange property that carries the deadline from the scrape's first step to its reads. */
    public static final String PROPERTY = "exporterDeadline";

    /** A deadline this far from now. */
    public static Deadline in(Duration total) {
        return new Deadline(System.nanoTime() + total.toNanos(), total);
    }

    /** The deadline of the exchange, or one this far from now when its route set none (a timer's, for instance). */
    public static Deadline of(Exchange exchange, Duration otherwise) {
        Deadline deadline = exchange.getProperty(PROPERTY, Deadline.class);
        return deadline != null ? deadline : in(otherwise);
    }

    /** Nanoseconds left; zero or negative when it has passed. */
    public long remainingNanos() {
        return nanoTime - System.nanoTime();
    }

    /** Whether it has passed. */
    public boolean passed() {
        return remainingNanos() <= 0;
    }
}
