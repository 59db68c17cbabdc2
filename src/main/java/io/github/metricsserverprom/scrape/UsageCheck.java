// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.model.ClusterSnapshot;
import org.apache.camel.Body;

/** Steps that stop a route when the snapshot is not good enough for its answer. Thread-safe. */
public final class UsageCheck {

    /**
     * Goes on when at least one enabled read of usage succeeded.
     *
     * @throws UsageUnavailableException otherwise
     */
    public ClusterSnapshot any(@Body ClusterSnapshot snapshot) throws UsageUnavailableException {
        if (!snapshot.hasUsage()) {
            throw new UsageUnavailableException(snapshot.collectors());
        }
        return snapshot;
    }

    /**
     * Goes on when every enabled read of usage succeeded.
     *
     * @throws UsageUnavailableException otherwise
     */
    public ClusterSnapshot all(@Body ClusterSnapshot snapshot) throws UsageUnavailableException {
        if (!snapshot.allUsage()) {
            throw new UsageUnavailableException(snapshot.collectors());
        }
        return snapshot;
    }
}
