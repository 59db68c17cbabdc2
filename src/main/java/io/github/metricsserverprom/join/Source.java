// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.scrape.CollectorRead;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a scrape's data comes from. Scrapes of different sources share nothing.
 *
 * @param context   the kubeconfig context; empty for the chosen one
 * @param selection what was read of its cluster, in words; empty for everything
 */
record Source(String context, String selection) {

    static Source of(String context, List<CollectorRead> reads) {
        String selection = reads.stream()
                .map(read -> read.selection().toString())
                .filter(words -> !words.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" | "));
        return new Source(context, selection);
    }
}
