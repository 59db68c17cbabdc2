// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.metricsserverprom.testing.RouteEdit;
import java.nio.charset.StandardCharsets;
import java.util.List;

class RouteEditsFuzz {

    private final RoutesTarget target;
    private final List<RoutesTarget.Seed> seeds;

    RouteEditsFuzz() throws Exception {
        target = new RoutesTarget();
        seeds = target.seeds();
    }

    @FuzzTest(maxDuration = "", maxExecutions = 2000)
    void edits(FuzzedDataProvider data) {
        RoutesTarget.Seed seed = data.pickValue(seeds);
        String text = seed.text();
        for (int edits = data.consumeInt(1, 3); edits > 0; edits--) {
            RouteEdit.Kind kind = data.pickValue(RouteEdit.Kind.values());
            text = new RouteEdit(kind, data.consumeProbabilityDouble(), data.consumeInt(0, 100_000)).of(text);
        }
        target.check(seed.name(), text.getBytes(StandardCharsets.UTF_8));
    }
}
