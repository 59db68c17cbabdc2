// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RequestFuzz {

    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void request(byte[] input) {
        RequestTarget.check(input);
    }
}
