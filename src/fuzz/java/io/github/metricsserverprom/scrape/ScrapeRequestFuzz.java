// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ScrapeRequestFuzz {

    private final ScrapeRequestTarget target = new ScrapeRequestTarget();
    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void scrapeRequest(byte[] input) {
        target.check(input);
    }
}
