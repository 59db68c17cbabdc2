// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes, pods and what happens to them. */
class ClusterStateTest {
    private final StepClock clock = new StepClock();

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 39", "2, 3", "3, 13", "5, 30", "50, 100", "3, 240"})
    void aClusterHasAsManyPodsAsAskedFor(int nodes, int podsPerNode) {
        List<SimPod> pods = pods(cluster(nodes, podsPerNode, 1));
        Set<String> keys = pods.stream().map(ClusterStateTest::key).collect(Collectors.toSet());
        Set<String> uids = pods.stream().map(SimPod::uid).collect(Collectors.toSet());
        List<Integer> addresses = pods.stream()
                .filter(pod -> pod.ip() != 0 && !pod.has(PodTrait.HOST_NETWORK))
                .map(SimPod::ip)
                .toList();

        assertThat(pods).hasSize(nodes * podsPerNode).isSorted();
        assertThat(keys).hasSameSizeAs(pods);
        assertThat(uids).hasSameSizeAs(pods);
        assertThat(addresses).doesNotHaveDuplicates();
    }

    @Test
    void labelsFitTheirLimits() {
        for (SimPod pod : pods(cluster(20, 100, 1))) {
            for (String key :
                    List.of("app.kubernetes.io/instance", "app.kubernetes.io/name", "helm.sh/chart", "team")) {
                assertThat(pod.label(key)).hasSizeLessThanOrEqualTo(63);
            }
            assertThat(pod.name()).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(253);
        }
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedDoesNot() {
        assertThat(bytes(cluster(5, 30, 7))).isEqualTo(bytes(cluster(5, 30, 7)));
        assertThat(bytes(cluster(5, 30, 7))).isNotEqualTo(bytes(cluster(5, 30, 8)));
    }

    @Test
    void churnIsDeterministicToo() {
        ClusterState one = cluster(5, 30, 7);
        ClusterState two = cluster(5, 30, 7);
        one.churn(20);
        two.churn(20);

        assertThat(bytes(one)).isEqualTo(bytes(two));
    }

    @Test
    void churnGivesNewNamesUidsAndAddressesOnTheSameNodes() {
        ClusterState cluster = cluster(5, 30, 1);
        List<SimPod> before = pods(cluster);
        int replaced = cluster.churn(40);
        List<SimPod> after = pods(cluster);
        Set<String> gone = new TreeSet<>(keys(before));
        gone.removeAll(keys(after));
        Set<Integer> oldAddresses = before.stream()
                .filter(pod -> gone.contains(key(pod)) && !pod.has(PodTrait.HOST_NETWORK))
                .map(SimPod::ip)
                .collect(Collectors.toSet());
        List<SimPod> fresh =
                after.stream().filter(pod -> !keys(before).contains(key(pod))).toList();

        assertThat(replaced).isEqualTo(40);
        assertThat(gone).hasSize(40);
        assertThat(fresh).hasSize(40).allMatch(pod -> pod.phase().equals("Running"));
        assertThat(fresh)
                .filteredOn(pod -> !pod.has(PodTrait.HOST_NETWORK))
                .extracting(SimPod::ip)
                .doesNotContainAnyElementsOf(oldAddresses);
        assertThat(fresh.stream().map(SimPod::node).toList())
                .containsExactlyInAnyOrderElementsOf(before.stream()
                        .filter(pod -> gone.contains(key(pod)))
                        .map(SimPod::node)
                        .toList());
    }

    @Test
    void churnStopsAtAllThatCanBeReplaced() {
        ClusterState cluster = cluster(3, 13, 1);

        assertThat(cluster.churn(1_000)).isEqualTo(27);
        assertThat(pods(cluster)).hasSize(39);
    }

    @Test
    void churnNeverRunsOutOfAddresses() {
        ClusterState cluster = cluster(1, 240, 1);
        for (int i = 0; i < 30; i++) {
            cluster.churn(100);
        }

        Set<Integer> addresses = new HashSet<>();
        assertThat(pods(cluster))
                .filteredOn(pod -> pod.ip() != 0 && !pod.has(PodTrait.HOST_NETWORK))
                .allMatch(pod -> addresses.add(pod.ip()));
    }

    @Test
    void aNewPodIsMeasuredWithTheNextTick() {
        ClusterState cluster = cluster(3, 13, 1);
        Set<String> before = keys(pods(cluster));
        cluster.churn(1);
        SimPod fresh = pods(cluster).stream()
                .filter(pod -> !before.contains(key(pod)))
                .findFirst()
                .orElseThrow();

        assertThat(ClusterState.measured(fresh, cluster.sample())).isFalse();
        cluster.tick();
        assertThat(ClusterState.measured(fresh, cluster.sample())).isTrue();
    }

    @Test
    void samplesFollowTheClockAndTheHand() {
        ClusterState cluster = cluster(3, 13, 1);
        long start = clock.instant().getEpochSecond();
        clock.advance(Duration.ofSeconds(14));
        assertThat(cluster.sample().tick()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(cluster.sample().tick()).isEqualTo(1);
        assertThat(cluster.sample().sampled()).isEqualTo(start + 15);
        cluster.tick();
        assertThat(cluster.sample().tick()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(1));
        assertThat(cluster.sample().tick()).isEqualTo(6);
    }

    private ClusterState cluster(int nodes, int podsPerNode, long seed) {
        return new ClusterState(
                DemoOptions.change()
                        .nodes(nodes)
                        .podsPerNode(podsPerNode)
                        .seed(seed)
                        .done(),
                clock);
    }

    private static List<SimPod> pods(ClusterState cluster) {
        return cluster.store().now().table().all();
    }

    private static Set<String> keys(List<SimPod> pods) {
        return pods.stream().map(ClusterStateTest::key).collect(Collectors.toSet());
    }

    private static String key(SimPod pod) {
        return pod.namespace() + "/" + pod.name();
    }

    private static String bytes(ClusterState cluster) {
        PodJson json = new PodJson(true);
        ByteSink out = new ByteSink(1 << 20);
        for (SimPod pod : pods(cluster)) {
            json.write(pod, PodJson.Kind.OBJECT, cluster.scene(), out);
            if (pod.measured()) {
                json.write(pod, PodJson.Kind.METRICS_ITEM, cluster.scene(), out);
            }
        }
        return out.toString();
    }
}
