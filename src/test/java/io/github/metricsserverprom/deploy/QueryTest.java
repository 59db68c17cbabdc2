// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void namesAndLabelsAreFound() {
        Query query = Query.of(
                "topk(5, sum by (namespace) (rate(a_total{pod=~\"x{y}\",job!=\"b\"}[5m])) * on (c) group_left (d) e:f unless g)");

        assertThat(query.metrics()).isEqualTo(Map.of("a_total", Set.of("pod", "job"), "e:f", Set.of(), "g", Set.of()));
        assertThat(query.groupings()).containsExactlyInAnyOrder("namespace", "c", "d");
    }
}
