// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import java.time.Duration;

/**
 * How one upstream read of a scrape went.
 *
 * @param collector which read
 * @param duration  how long it took
 * @param failure   why it failed; null when it succeeded
 */
public record CollectorResult(Collector collector, Duration duration, ReadFailure failure) {

    public boolean success() {
        return failure == null;
    }
}
