// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. */
final class StepClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-22T16:49:23Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }
}
