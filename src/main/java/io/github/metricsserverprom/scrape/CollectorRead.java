// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.selection.PodSelection;

/**
 * What the route of one upstream read hands to the join.
 *
 * @param result    how the read went
 * @param data      what it brought ({@code NodeMetricsList}, {@code PodMetricsList}, {@code PodFactsList}); null when it
 *                  failed
 * @param selection which pods it was about
 */
public record CollectorRead(CollectorResult result, Object data, PodSelection selection) {

    /** A read of everything. */
    public CollectorRead(CollectorResult result, Object data) {
        this(result, data, PodSelection.EVERYTHING);
    }
}
