// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.code_intelligence.jazzer.junit.FuzzTest;

class NodeListFuzz {

    private final MetricsListTarget target = new MetricsListTarget();

    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void nodeList(byte[] document) {
        target.nodeFacts(document);
    }
}
