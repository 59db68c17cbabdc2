// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What containers use: printed as Kubernetes prints it, and smooth over time. */
class UsageTest {
    private final ClusterState cluster =
            new ClusterState(DemoOptions.change().nodes(10).podsPerNode(30).done(), new StepClock());
    private final Usage usage = cluster.usage();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1n",
        "999, 999n",
        "1000, 1u",
        "123456789, 123456789n",
        "125000, 125u",
        "250000000, 250m",
        "1000000000, 1",
        "12000000000, 12"
    })
    void nanocoresAreShortestExact(long nanocores, String text) {
        ByteSink out = new ByteSink(8);
        Usage.writeCpu(nanocores, out);

        assertThat(out).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4Ki", "1, 1", "1048576, 1Mi", "9437184, 9Mi", "1073741824, 1Gi", "1077936128, 1028Mi"})
    void bytesTakeTheLargestExactSuffix(long bytes, String text) {
        ByteSink out = new ByteSink(8);
        Usage.writeMemory(bytes, out);

        assertThat(out).hasToString(text);
    }

    @Test
    void usageMovesSmoothly() {
        List<SimPod> pods = cluster.store().now().table().all().stream()
                .filter(SimPod::measured)
                .toList();
        int jumps = 0;
        int steps = 0;
        for (SimPod pod : pods) {
            for (long tick = 0; tick < 40; tick++) {
                double step = Math.abs(usage.memory(pod, 0, tick + 1) - usage.memory(pod, 0, tick));
                steps++;
                jumps += step > 0.1 * usage.memory(pod, 0, tick) + 4_096 ? 1 : 0;
            }
        }

        assertThat(jumps).isLessThan(steps / 100);
        SimPod any = pods.get(0);
        assertThat(usage.memory(any, 0, 40)).isNotEqualTo(usage.memory(any, 0, 0));
    }

    @Test
    void everySuffixOfTheRealApiOccurs() {
        Set<String> suffixes = new HashSet<>();
        Pattern quantity = Pattern.compile("\"(cpu|memory)\":\"\\d+([A-Za-z]*)\"");
        for (long tick = 0; tick < 50; tick++) {
            for (SimPod pod : cluster.store().now().table().all()) {
                if (pod.measured()) {
                    Matcher found = quantity.matcher(containers(pod, tick));
                    while (found.find()) {
                        suffixes.add(found.group(1) + ":" + found.group(2));
                    }
                }
            }
        }

        assertThat(suffixes).contains("cpu:n", "cpu:u", "cpu:m", "cpu:", "memory:Ki", "memory:Mi");
    }

    @Test
    void theOrderOfContainersChanges() {
        SimPod pod = cluster.store().now().table().all().stream()
                .filter(candidate -> candidate.measured() && candidate.has(PodTrait.PROXY))
                .findFirst()
                .orElseThrow();
        Set<Boolean> proxyFirst = new HashSet<>();
        for (long tick = 0; tick < 20; tick++) {
            proxyFirst.add(containers(pod, tick).startsWith("{\"name\":\"istio-proxy\""));
        }

        assertThat(proxyFirst).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void noNodeIsOverfull() {
        for (long tick = 0; tick < 20; tick++) {
            NodeUsage used =
                    NodeUsage.of(cluster, cluster.store().now().table(), new ClusterState.Sample(tick, 0, 0, Set.of()));
            List<SimNode> overfull = new ArrayList<>();
            for (SimNode node : cluster.nodes()) {
                if (used.cpu(node) > node.cpuCapacity() || used.memory(node) > node.memoryCapacity()) {
                    overfull.add(node);
                }
            }
            assertThat(overfull).isEmpty();
        }
    }

    private String containers(SimPod pod, long tick) {
        ByteSink out = new ByteSink(256);
        usage.writeContainers(pod, tick, out);
        return out.toString();
    }
}
