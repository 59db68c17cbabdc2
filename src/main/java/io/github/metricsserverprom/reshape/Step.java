// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.ClusterSnapshot;
import java.util.Set;

/** One step with its arguments read and checked. Immutable. */
@FunctionalInterface
interface Step {

    /**
     * Gives the changed snapshot.
     *
     * @throws ReshapeException when the step does not fit the snapshot
     */
    ClusterSnapshot apply(ClusterSnapshot snapshot);

    /** Pod labels that the reads must keep for this step. */
    default Set<String> podLabels() {
        return Set.of();
    }
}
