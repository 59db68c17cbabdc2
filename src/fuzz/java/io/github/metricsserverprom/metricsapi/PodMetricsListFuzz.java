// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PodMetricsListFuzz {

    private final MetricsListTarget target = new MetricsListTarget();

    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void podMetricsList(byte[] document) {
        target.pods(document);
    }
}
