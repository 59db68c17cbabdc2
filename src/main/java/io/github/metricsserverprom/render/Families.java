// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.catalogue.MetricGroup;
import io.github.metricsserverprom.catalogue.MetricSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Chooses the families of a page from the renderer's options. */
final class Families {

    private Families() {}

    /**
     * The families that are on the page.
     *
     * @param original  how to publish the original names
     * @param podLabels whether there is an allow list of pod labels
     * @param nodeLabels whether there is an allow list of node labels
     * @param resources whether requests and limits are read
     * @param nodes     whether the nodes API is read
     * @param denylist  names of families to leave out, {@code *} standing for any characters
     * @throws IllegalArgumentException when an entry of the denylist matches no family
     */
    static Set<Catalogue> chosen(
            OriginalNames original,
            boolean podLabels,
            boolean nodeLabels,
            boolean resources,
            boolean nodes,
            List<String> denylist) {
        Set<Catalogue> chosen = EnumSet.noneOf(Catalogue.class);
        for (Catalogue entry : Catalogue.inPageOrder()) {
            boolean on =
                    switch (entry) {
                        case POD_LABELS -> podLabels;
                        case NODE_LABELS -> nodeLabels;
                        default ->
                            entry.isOnByDefault()
                                    || entry.source() == MetricSource.PODS && resources
                                    || entry.source() == MetricSource.NODES && nodes;
                    };
            if (on && !(entry.group() == MetricGroup.ORIGINAL && original == OriginalNames.OFF)) {
                chosen.add(entry);
            }
        }
        denylist.forEach(denied -> deny(denied, chosen));
        return chosen;
    }

    private static void deny(String denied, Set<Catalogue> chosen) {
        Pattern pattern = Pattern.compile(Pattern.quote(denied).replace("*", "\\E.*\\Q"));
        boolean known = Catalogue.inPageOrder().stream()
                .anyMatch(entry -> pattern.matcher(entry.metricName()).matches());
        if (!known) {
            throw new IllegalArgumentException("exporter.metrics-denylist names '" + denied
                    + "', which is no family of this exporter; the families are listed in METRICS.md");
        }
        chosen.removeIf(entry -> pattern.matcher(entry.metricName()).matches());
    }
}
