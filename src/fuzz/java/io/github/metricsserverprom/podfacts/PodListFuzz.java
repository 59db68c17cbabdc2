// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PodListFuzz {

    private final PodTarget target = new PodTarget();

    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void podList(byte[] document) {
        target.page(document);
    }
}
