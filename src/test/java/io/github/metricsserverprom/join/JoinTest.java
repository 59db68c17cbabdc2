// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.model.ReadFailure;
import io.github.metricsserverprom.podfacts.LastKnownFacts;
import io.github.metricsserverprom.scrape.CollectorRead;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.selection.Namespaces;
import io.github.metricsserverprom.selection.PodSelection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinTest {

    private static final PodFacts FACTS = new PodFacts("u", "node-a", "", "", "", "", "", "", List.of());

    private final Join join = new Join(new Source("prod", ""));
    private final LastKnownFacts memory = new LastKnownFacts(Duration.ofMinutes(5), System::nanoTime);

    private ClusterSnapshot join(List<CollectorRead> reads) {
        return join.join(reads, memory);
    }

    @Test
    void keepsPodsOfTheMetricsApiAndNoOthers() {
        ClusterSnapshot snapshot = join(List.of(
                read(Collector.PODS, facts("a/x", "a/only-object")), read(Collector.POD_METRICS, pods("b/x", "a/x"))));

        assertThat(snapshot.pods()).extracting(PodUsage::namespace).containsExactly("a", "b");
        assertThat(snapshot.pods()).extracting(PodUsage::matched).containsExactly(true, false);
        assertThat(snapshot.pods()).extracting(PodUsage::node).containsExactly("node-a", "");
        assertThat(snapshot.unmatchedPods()).isEqualTo(1);
        assertThat(snapshot.context()).isEqualTo("prod");
    }

    @Test
    void collectorsAreInTheirOwnOrderWhateverCameFirst() {
        ClusterSnapshot snapshot = join(List.of(
                read(Collector.PODS, facts()),
                failed(Collector.POD_METRICS),
                read(Collector.NODE_METRICS, new NodeMetricsList(List.of(), 2))));

        assertThat(snapshot.collectors())
                .extracting(CollectorResult::collector)
                .containsExactly(Collector.NODE_METRICS, Collector.POD_METRICS, Collector.PODS);
        assertThat(snapshot.invalidQuantities()).isEqualTo(2);
        assertThat(snapshot.hasUsage()).isTrue();
        assertThat(snapshot.allUsage()).isFalse();
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void whereNoPodsAreReadNoneIsUnmatched() {
        assertThat(join(List.of(read(Collector.POD_METRICS, pods("a/x")))).unmatchedPods())
                .isZero();
    }

    @Test
    void afterAFailedPodsReadFactsAreTheLastKnownButUnmatched() {
        join(List.of(read(Collector.PODS, facts("a/x")), read(Collector.POD_METRICS, pods("a/x"))));

        ClusterSnapshot snapshot =
                join(List.of(failed(Collector.PODS), read(Collector.POD_METRICS, pods("a/x", "a/new"))));

        assertThat(snapshot.pods()).extracting(PodUsage::node).containsExactly("", "node-a");
        assertThat(snapshot.unmatchedPods()).isEqualTo(2);
    }

    @Test
    void factsThatAreMissingForSomeNamespacesAreTheLastKnownOnes() {
        join(List.of(read(Collector.PODS, facts("a/x", "b/x")), read(Collector.POD_METRICS, pods("a/x", "b/x"))));
        PodFactsList part = new PodFactsList(facts("b/x").byKey(), new ReadFailure(403, "namespace a: no", ""));

        ClusterSnapshot snapshot = join(List.of(
                new CollectorRead(CollectorResult.of(Collector.PODS, Duration.ZERO, part), part),
                read(Collector.POD_METRICS, pods("a/x", "b/x"))));

        assertThat(snapshot.pods()).extracting(PodUsage::node).containsExactly("node-a", "node-a");
        assertThat(snapshot.pods()).extracting(PodUsage::matched).containsExactly(false, true);
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void usageOfSomeNamespacesIsUsage() {
        PodMetricsList part = new PodMetricsList(pods("a/x").items(), 0, new ReadFailure(403, "namespace b: no", ""));

        ClusterSnapshot snapshot =
                join(List.of(new CollectorRead(CollectorResult.of(Collector.POD_METRICS, Duration.ZERO, part), part)));

        assertThat(snapshot.hasUsage()).isTrue();
        assertThat(snapshot.allUsage()).isFalse();
    }

    @Test
    void whatIsKnownOfOneSelectionIsNotTakenForAnother() {
        FactsMemory memory = new FactsMemory();
        PodSelection teamB = new PodSelection(Namespaces.of("b"), NamespaceDenylist.NONE, LabelSelector.ALL);
        List<CollectorRead> known =
                List.of(read(Collector.PODS, facts("a/x")), read(Collector.POD_METRICS, pods("a/x")));
        List<CollectorRead> other = List.of(
                new CollectorRead(failed(Collector.PODS).result(), null, teamB),
                new CollectorRead(read(Collector.POD_METRICS, null).result(), pods("a/x"), teamB));

        assertThat(joined("prod", known, memory).pods())
                .extracting(PodUsage::node)
                .containsExactly("node-a");
        assertThat(joined("prod", other, memory).pods())
                .extracting(PodUsage::node)
                .containsExactly("");
        assertThat(joined("test", known, memory).context()).isEqualTo("test");
        assertThat(Source.of("prod", other).selection()).isEqualTo("namespaces b");
        List<CollectorRead> failed = List.of(failed(Collector.PODS), read(Collector.POD_METRICS, pods("a/x")));
        assertThat(joined("test", failed, memory).pods())
                .extracting(PodUsage::node)
                .containsExactly("node-a");
    }

    /** Joins that find the same facts need no lookups; whichever came before, the result is that of a first join. */
    @ParameterizedTest
    @CsvSource({
        "a/x a/y b/x, a/x a/y b/x",
        "a/x a/y b/x, b/x",
        "b/x, a/x a/y b/x",
        "a/x a/new, a/new a/x b/x",
        "a/x b/x, a/w a/y b/new",
        "a/x a/y, ''",
        "'', a/x a/y",
    })
    void whatTheJoinBeforeFoundIsFoundAgain(String before, String now) {
        PodFactsList facts = new PodFactsList(
                Map.of(key("a/x"), factsOf("a/x"), key("a/y"), factsOf("a/y"), key("b/x"), factsOf("b/x")));
        PodMetricsList first = pods(before.isEmpty() ? new String[0] : before.split(" "));
        PodMetricsList second = pods(now.isEmpty() ? new String[0] : now.split(" "));
        PodMetricsList known = withKeysOf(first, second);
        List<PodUsage> expected = first(facts, second);

        join(List.of(read(Collector.PODS, facts), read(Collector.POD_METRICS, first)));

        assertThat(join(List.of(read(Collector.PODS, facts), read(Collector.POD_METRICS, known)))
                        .pods())
                .isEqualTo(expected);
    }

    @Test
    void newFactsOfAPodThatWasThereBeforeAreTaken() {
        PodMetricsList pods = pods("a/x", "a/y");
        PodFactsList old = facts("a/x");
        PodFacts moved = new PodFacts("u", "node-b", "", "", "", "", "", "", List.of());
        PodFactsList changed = new PodFactsList(Map.of(key("a/x"), moved, key("a/y"), FACTS));

        join(List.of(read(Collector.PODS, old), read(Collector.POD_METRICS, pods)));

        assertThat(join(List.of(read(Collector.PODS, changed), read(Collector.POD_METRICS, pods)))
                        .pods())
                .extracting(PodUsage::node)
                .containsExactly("node-b", "node-a");
        assertThat(join(List.of(failed(Collector.PODS), read(Collector.POD_METRICS, pods)))
                        .pods())
                .extracting(PodUsage::matched)
                .containsExactly(false, false);
    }

    /** Pods that the reader knows from the list before have the very key of then. */
    private static PodMetricsList withKeysOf(PodMetricsList before, PodMetricsList pods) {
        Map<PodKey, PodKey> keys = before.items().stream().collect(Collectors.toMap(PodMetrics::key, PodMetrics::key));
        return new PodMetricsList(
                pods.items().stream()
                        .map(pod -> new PodMetrics(
                                keys.getOrDefault(pod.key(), pod.key()), Map.of(), null, null, List.of()))
                        .toList(),
                0);
    }

    private List<PodUsage> first(PodFactsList facts, PodMetricsList pods) {
        return new Join(new Source("prod", ""))
                .join(List.of(read(Collector.PODS, facts), read(Collector.POD_METRICS, pods)), memory)
                .pods();
    }

    private static ClusterSnapshot joined(String context, List<CollectorRead> reads, FactsMemory memory) {
        Source source = Source.of(context, reads);
        return new Join(source).join(reads, memory.of(source));
    }

    @Test
    void whatItDoesNotKnowIsNamed() {
        assertThatThrownBy(() -> join(List.of(read(Collector.PODS, "text"))))
                .hasMessage("the read pods brought java.lang.String, which the join does not know");
    }

    private static CollectorRead read(Collector collector, Object data) {
        return new CollectorRead(new CollectorResult(collector, Duration.ZERO, null), data);
    }

    private static CollectorRead failed(Collector collector) {
        return new CollectorRead(new CollectorResult(collector, Duration.ZERO, new ReadFailure(503, "x", "")), null);
    }

    private static PodMetricsList pods(String... keys) {
        return new PodMetricsList(
                Arrays.stream(keys)
                        .map(key -> new PodMetrics(key(key), Map.of(), null, null, List.of()))
                        .toList(),
                0);
    }

    private static PodFactsList facts(String... keys) {
        return new PodFactsList(Arrays.stream(keys).collect(Collectors.toMap(JoinTest::key, key -> FACTS)));
    }

    private static PodFacts factsOf(String pod) {
        return new PodFacts("u", "node-of-" + pod, "", "", "", "", "", "", List.of());
    }

    private static PodKey key(String key) {
        return new PodKey(key.split("/")[0], key.split("/")[1]);
    }
}
