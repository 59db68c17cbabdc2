// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import com.code_intelligence.jazzer.junit.FuzzTest;

class QuantityFuzz {

    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void quantity(byte[] input) {
        QuantityTarget.check(input);
    }
}
