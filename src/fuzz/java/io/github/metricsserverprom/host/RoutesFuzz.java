// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.metricsserverprom.testing.BadInput;
import java.nio.charset.StandardCharsets;

class RoutesFuzz {

    private final RoutesTarget target;

    RoutesFuzz() throws Exception {
        target = new RoutesTarget();
    }

    @FuzzTest(maxDuration = "", maxExecutions = 500)
    void routes(FuzzedDataProvider data) {
        String name = data.pickValue(target.names());
        byte[] content = target.shipped(name);
        for (int edits = data.consumeInt(0, 4); edits > 0; edits--) {
            byte[] put = data.consumeBoolean()
                    ? data.pickValue(BadInput.YAML).getBytes(StandardCharsets.UTF_8)
                    : data.consumeBytes(4);
            content = BadInput.edited(content, data.consumeProbabilityDouble(), data.consumeInt(0, 20), put);
        }
        target.check(name, content);
    }
}
