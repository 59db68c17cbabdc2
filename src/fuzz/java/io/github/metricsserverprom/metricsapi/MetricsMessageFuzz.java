// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.code_intelligence.jazzer.junit.FuzzTest;

class MetricsMessageFuzz {

    private final MetricsMessageTarget target = new MetricsMessageTarget();

    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void podMetricsMessage(byte[] message) {
        target.pods(message);
        target.nodes(message);
    }
}
