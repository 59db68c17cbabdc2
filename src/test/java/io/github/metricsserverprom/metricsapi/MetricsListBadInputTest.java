// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.testing.BadInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link MetricsListTarget} says, for the fuzzer's seeds and for lists that are broken in any way. */
class MetricsListBadInputTest {

    private final MetricsListTarget target = new MetricsListTarget();

    static List<byte[]> podSeeds() {
        return BadInput.seeds("metricsapi/PodMetricsListFuzzInputs/podMetricsList");
    }

    static List<byte[]> nodeSeeds() {
        return BadInput.seeds("metricsapi/NodeMetricsListFuzzInputs/nodeMetricsList");
    }

    static List<byte[]> nodeFactsSeeds() {
        return BadInput.seeds("metricsapi/NodeListFuzzInputs/nodeList");
    }

    @ParameterizedTest
    @MethodSource("podSeeds")
    void everySeedOfPods(byte[] document) {
        target.pods(document);
    }

    @ParameterizedTest
    @MethodSource("nodeSeeds")
    void everySeedOfNodes(byte[] document) {
        target.nodes(document);
    }

    @ParameterizedTest
    @MethodSource("nodeFactsSeeds")
    void everySeedOfNodeFacts(byte[] document) {
        target.nodeFacts(document);
    }

    @Property(tries = 2000)
    void anyMutationOfPods(@ForAll("pods") byte[] document) {
        target.pods(document);
    }

    @Property(tries = 1000)
    void anyMutationOfNodes(@ForAll("nodes") byte[] document) {
        target.nodes(document);
    }

    @Property(tries = 1000)
    void anyMutationOfNodeFacts(@ForAll("nodeFacts") byte[] document) {
        target.nodeFacts(document);
    }

    @Provide
    Arbitrary<byte[]> pods() {
        return BadInput.mutations(podSeeds(), BadInput.JSON);
    }

    @Provide
    Arbitrary<byte[]> nodes() {
        return BadInput.mutations(nodeSeeds(), BadInput.JSON);
    }

    @Provide
    Arbitrary<byte[]> nodeFacts() {
        return BadInput.mutations(nodeFactsSeeds(), BadInput.JSON);
    }
}
