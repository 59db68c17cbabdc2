// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;

/**
 * How one upstream read of a scrape went.
 *
 * @param collector which read
 * @param duration  how long it took
 * @param failure   why it failed; null when it succeeded
 * @param partial   whether it failed for some namespaces only, and brought the data of the others
 */
public record CollectorResult(
        Collector collector,
        Duration duration,
        ReadFailure failure,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean partial) {

    /** A read that brought everything, or failed as a whole. */
    public CollectorResult(Collector collector, Duration duration, ReadFailure failure) {
        this(collector, duration, failure, false);
    }

    /** A read that brought this, perhaps not all that was asked for. */
    public static CollectorResult of(Collector collector, Duration duration, UpstreamData data) {
        return new CollectorResult(collector, duration, data.missing(), data.missing() != null);
    }

    public boolean success() {
        return failure == null;
    }

    /** Whether it brought data, all or a part. */
    public boolean broughtData() {
        return success() || partial;
    }
}
