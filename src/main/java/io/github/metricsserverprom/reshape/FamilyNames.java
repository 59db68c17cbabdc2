// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.exposition.MetricFamily;
import io.github.metricsserverprom.exposition.MetricType;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.ExtraFamily;
import io.github.metricsserverprom.model.FamilyRule;
import io.github.metricsserverprom.model.FamilyRule.Action;
import io.github.metricsserverprom.model.NamePatterns;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Steps that choose and rename families of one page. */
final class FamilyNames {

    /** What the names of this exporter's own families begin with: a pattern of these that matches none is a mistake. */
    private static final List<String> OWN = List.of("kube_metrics_server_", FamilyRule.EXPORTER_PREFIX);

    private FamilyNames() {}

    static Step choose(String patterns, Action action) {
        NamePatterns names = Arguments.patterns(patterns);
        return snapshot -> {
            Set<String> present = present(snapshot);
            for (String entry : names.entries()) {
                if (OWN.stream().anyMatch(entry::startsWith)
                        && present.stream().noneMatch(NamePatterns.of(entry)::matches)) {
                    throw new ReshapeException(
                            "'" + entry + "' is no family of this page; METRICS.md lists the families"
                                    + ", and sums are there behind their step only");
                }
            }
            return snapshot.withFamilyRule(new FamilyRule(action, names, ""));
        };
    }

    static Step rename(String from, String to) {
        if (from.contains("*") || from.contains(",")) {
            throw new ReshapeException("'" + from + "' is not the name of one family, which is what can be renamed");
        }
        valid(from, to);
        return snapshot -> {
            Set<String> present = present(snapshot);
            if (!present.contains(from)) {
                throw new ReshapeException("there is no family " + from + " to rename on this page");
            }
            if (present.contains(to)) {
                throw new ReshapeException("there is a family " + to + " on this page already");
            }
            return snapshot.withFamilyRule(new FamilyRule(Action.RENAME, NamePatterns.of(from), to));
        };
    }

    private static void valid(String from, String to) {
        boolean info = Catalogue.byName(from)
                .map(entry -> entry.family().type() == MetricType.INFO)
                .orElse(false);
        try {
            Objects.requireNonNull(new MetricFamily(to, info ? MetricType.INFO : MetricType.GAUGE, "", "", List.of()));
        } catch (IllegalArgumentException e) {
            throw new ReshapeException(e.getMessage());
        }
    }

    /** Names that the page of this snapshot can have, as the rules so far leave them. */
    private static Set<String> present(ClusterSnapshot snapshot) {
        return Stream.concat(
                        Catalogue.inPageOrder().stream().map(Catalogue::metricName),
                        snapshot.families().stream().map(ExtraFamily::name))
                .map(snapshot::publishedName)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
