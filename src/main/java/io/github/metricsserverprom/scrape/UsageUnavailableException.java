// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.model.CollectorResult;
import java.util.List;
import java.util.stream.Collectors;

/** The reads that bring usage failed. The message has one line for each read that failed: which, status, reason, advice. */
public final class UsageUnavailableException extends Exception {

    /** Thrown for these results. */
    public UsageUnavailableException(List<CollectorResult> results) {
        super(results.stream()
                .filter(result -> !result.success())
                .map(result ->
                        result.collector().label() + ": " + result.failure().text())
                .collect(Collectors.joining("\n")));
    }
}
