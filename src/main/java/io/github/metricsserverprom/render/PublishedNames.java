// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.exposition.MetricFamily;
import io.github.metricsserverprom.model.ClusterSnapshot;

/** Which families of a page a route left on it, and under which names. */
final class PublishedNames {

    private final ClusterSnapshot snapshot;

    PublishedNames(ClusterSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    boolean publishes(MetricFamily family) {
        return snapshot.publishedName(family.name()) != null;
    }

    /**
     * The family under the name that the route gave it. A name that does not end with the unit leaves the family
     * without one, since OpenMetrics allows a unit only as the end of the name.
     */
    MetricFamily published(MetricFamily family) {
        String name = snapshot.publishedName(family.name());
        if (name.equals(family.name())) {
            return family;
        }
        String unit = name.endsWith("_" + family.unit()) ? family.unit() : "";
        return new MetricFamily(name, family.type(), unit, family.help(), family.labelNames());
    }
}
