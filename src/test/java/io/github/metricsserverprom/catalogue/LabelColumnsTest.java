// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.exposition.LabelNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelColumnsTest {

    @ParameterizedTest
    @CsvSource({
        "team, label_team",
        "app.kubernetes.io/name, label_app_kubernetes_io_name",
        "pod-template-hash, label_pod_template_hash",
        "nodePool, label_node_pool",
        "node-Pool, label_node_pool",
        "HTTPServer, label_httpserver",
        "v1Beta2X, label_v1_beta2_x",
        "0a, label_0a",
        "_x, label__x",
    })
    void namesKeysAsKubeStateMetricsDoes(String key, String name) {
        assertThat(LabelColumns.names(List.of(key))).containsExactly(Map.entry(key, name));
    }

    @Test
    void keysThatComeOutAlikeAreNumberedInByteOrder() {
        assertThat(LabelColumns.names(List.of("a_b", "team", "a.b", "a-b")))
                .containsExactly(
                        Map.entry("a-b", "label_a_b_conflict1"),
                        Map.entry("a.b", "label_a_b_conflict2"),
                        Map.entry("a_b", "label_a_b_conflict3"),
                        Map.entry("team", "label_team"));
    }

    @Test
    void aNumberThatIsANameAlreadyIsPassedOver() {
        assertThat(LabelColumns.names(List.of("a-b", "a.b", "a.b.conflict1")))
                .containsExactly(
                        Map.entry("a-b", "label_a_b_conflict2"),
                        Map.entry("a.b", "label_a_b_conflict3"),
                        Map.entry("a.b.conflict1", "label_a_b_conflict1"));
    }

    @Test
    void theSameKeyTwiceIsOneColumn() {
        assertThat(LabelColumns.names(List.of("a", "a"))).containsExactly(Map.entry("a", "label_a"));
        assertThat(LabelColumns.names(List.of())).isEmpty();
    }

    @Property
    void namesAreValidAndDistinct(@ForAll("keys") Set<String> keys) {
        Map<String, String> names = LabelColumns.names(keys);

        assertThat(names.keySet()).isEqualTo(keys);
        assertThat(LabelNames.of(List.copyOf(names.values())).names()).hasSameSizeAs(keys);
    }

    @Provide
    Arbitrary<Set<String>> keys() {
        return Arbitraries.of("a", "B", ".", "-", "_", "/", "_conflict", "1", "2")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("", parts))
                .set()
                .ofMaxSize(8);
    }
}
