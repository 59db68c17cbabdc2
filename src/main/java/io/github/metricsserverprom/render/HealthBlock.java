// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.LabelNames;
import io.github.metricsserverprom.exposition.LabelSet;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.CollectorResult;
import java.time.Duration;
import java.util.Set;

/** Writes how the scrape went: the families of the exporter itself, which are on every page. */
final class HealthBlock {

    private static final LabelNames COLLECTOR =
            LabelNames.of(Catalogue.COLLECTOR_SUCCESS.family().labelNames());

    private final Set<Catalogue> families;
    private final ExpositionWriter writer;
    private final Values values;

    HealthBlock(Set<Catalogue> families, ExpositionWriter writer) {
        this.families = families;
        this.writer = writer;
        this.values = new Values(writer);
    }

    /** Writes the block; the scrape's own duration is taken here, at the end of the page. */
    void write(ClusterSnapshot snapshot, long startNanos, LabelSet build) {
        PublishedNames names = new PublishedNames(snapshot);
        if (start(names, Catalogue.UP)) {
            values.flag(LabelSet.EMPTY, snapshot.complete());
        }
        if (start(names, Catalogue.COLLECTOR_SUCCESS)) {
            snapshot.collectors().forEach(result -> values.flag(labels(result), result.success()));
        }
        if (start(names, Catalogue.COLLECTOR_DURATION)) {
            snapshot.collectors().forEach(result -> values.seconds(labels(result), result.duration()));
        }
        if (start(names, Catalogue.SCRAPE_DURATION)) {
            values.seconds(LabelSet.EMPTY, Duration.ofNanos(System.nanoTime() - startNanos));
        }
        if (start(names, Catalogue.UNMATCHED_PODS)) {
            writer.sample(LabelSet.EMPTY, snapshot.unmatchedPods());
        }
        if (start(names, Catalogue.INVALID_QUANTITIES)) {
            writer.sample(LabelSet.EMPTY, snapshot.invalidQuantities());
        }
        if (start(names, Catalogue.BUILD_INFO)) {
            values.flag(build, true);
        }
    }

    private boolean start(PublishedNames names, Catalogue entry) {
        if (!families.contains(entry) || !names.publishes(entry.family())) {
            return false;
        }
        writer.startFamily(names.published(entry.family()));
        return true;
    }

    private static LabelSet labels(CollectorResult result) {
        return COLLECTOR.values(result.collector().label());
    }
}
