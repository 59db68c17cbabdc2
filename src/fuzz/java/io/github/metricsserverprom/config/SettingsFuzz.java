// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import com.code_intelligence.jazzer.junit.FuzzTest;

class SettingsFuzz {

    private final SettingsTarget target = new SettingsTarget();
    @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
    void settings(byte[] input) {
        target.check(input);
    }
}
