// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import java.util.Map;

/**
 * Facts about the pods of a cluster at one moment.
 *
 * @param byKey   the facts by namespace and name; not modified after construction
 * @param missing why those of some namespaces are missing; null when none are
 */
public record PodFactsList(Map<PodKey, PodFacts> byKey, ReadFailure missing) implements UpstreamData {

    /** Facts of which none are missing. */
    public PodFactsList(Map<PodKey, PodFacts> byKey) {
        this(byKey, null);
    }
}
