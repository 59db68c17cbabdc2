// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.model.PodMetrics;
import java.util.List;

/** What a reader of pods knows from the read before. */
final class Known {

    private final SharedTexts texts = new SharedTexts();

    KnownPods nothing() {
        return from(List.of());
    }

    KnownPods from(List<PodMetrics> before) {
        return new KnownPods(before.stream().map(PodMetrics::key).toList(), texts);
    }

    SharedTexts texts() {
        return texts;
    }
}
