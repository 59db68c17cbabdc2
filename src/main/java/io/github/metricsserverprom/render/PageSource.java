// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.model.ClusterSnapshot;
import java.util.List;
import java.util.Map;

/**
 * Where a page comes from and which labels its series have: what stays the same from scrape to scrape of one path.
 *
 * @param context      the kubeconfig context
 * @param selection    what was read of its cluster
 * @param podLabels    pod labels on the series of pods
 * @param staticLabels labels on every series, in the order of the page
 */
record PageSource(
        String context, String selection, List<String> podLabels, List<Map.Entry<String, String>> staticLabels) {

    static PageSource of(ClusterSnapshot snapshot) {
        return new PageSource(
                snapshot.context(),
                snapshot.selection(),
                snapshot.podLabels(),
                List.copyOf(snapshot.staticLabels().entrySet()));
    }
}
