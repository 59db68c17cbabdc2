// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import com.code_intelligence.jazzer.junit.FuzzTest;

class NegotiationFuzz {

    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void negotiation(byte[] input) {
        NegotiationTarget.check(input);
    }
}
