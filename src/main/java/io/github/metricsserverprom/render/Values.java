// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.LabelSet;
import io.github.metricsserverprom.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;

/** Writes values of the model as samples; what is not known (null) writes nothing. */
final class Values {

    /** The original read the {@code m} of milli-cores as minutes: cores x 1000 milli x 60 seconds. */
    private static final long ORIGINAL_CPU = 60_000;

    private static final long NANOS = 1_000_000_000L;

    private final ExpositionWriter writer;

    Values(ExpositionWriter writer) {
        this.writer = writer;
    }

    void quantity(LabelSet labels, Quantity value) {
        if (value != null) {
            writer.sample(labels, value);
        }
    }

    void originalCpu(LabelSet labels, Quantity cores) {
        if (cores != null) {
            writer.sample(labels, cores.times(ORIGINAL_CPU));
        }
    }

    void seconds(LabelSet labels, Duration value) {
        if (value != null) {
            seconds(labels, value.getSeconds(), value.getNano());
        }
    }

    void time(LabelSet labels, Instant value) {
        if (value != null) {
            seconds(labels, value.getEpochSecond(), value.getNano());
        }
    }

    private void seconds(LabelSet labels, long seconds, int nanos) {
        if (nanos == 0) {
            writer.sample(labels, seconds);
        } else if (Math.abs(seconds) < Long.MAX_VALUE / NANOS) {
            writer.sample(labels, seconds * NANOS + nanos, 9);
        } else {
            writer.sample(labels, Quantity.of(seconds).plus(Quantity.ofScaled(nanos, 9)));
        }
    }

    void flag(LabelSet labels, boolean value) {
        writer.sample(labels, value ? 1 : 0);
    }
}
