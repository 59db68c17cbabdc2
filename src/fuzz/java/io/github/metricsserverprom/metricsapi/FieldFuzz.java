// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.code_intelligence.jazzer.junit.FuzzTest;

class FieldFuzz {

    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void field(byte[] input) {
        FieldTarget.check(input);
    }
}
