// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.quantity.Quantity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageTest {

    private static final int SMALL = 400;

    /** What is written at once must stand on the page as what is written one after the other does. */
    @ParameterizedTest
    @EnumSource
    void thePageOfALargeClusterHasTheSamplesOfItsPartsInOrder(ExpositionFormat format) {
        Map<String, List<String>> expected = families(page(format, pods(0, SMALL)));
        families(page(format, pods(SMALL, 2 * SMALL)))
                .forEach((family, samples) -> expected.get(family).addAll(samples));

        Map<String, List<String>> found = families(page(format, pods(0, 2 * SMALL)));

        assertThat(found).hasSize(7).isEqualTo(expected);
        assertThat(List.copyOf(found.keySet())).isEqualTo(List.copyOf(expected.keySet()));
    }

    private static String page(ExpositionFormat format, List<PodUsage> pods) {
        ClusterSnapshot snapshot = new ClusterSnapshot("", List.of(), pods, List.of(), 0, 0);
        PageBuffer buffer = new PageBuffer();
        new Page(
                        snapshot,
                        Families.chosen(OriginalNames.ORIGINAL, false, false, false, false, List.of()),
                        new PageOptions(OriginalNames.ORIGINAL, List.of(), List.of()),
                        new PodLabelCache(new PodLabelNames(List.of(), Map.of())).of(pods),
                        new ExpositionWriter(format, buffer))
                .write();
        return StandardCharsets.UTF_8.decode(buffer.toByteBuffer()).toString();
    }

    /** The samples of each family, by what describes it. */
    private static Map<String, List<String>> families(String page) {
        Map<String, List<String>> families = new LinkedHashMap<>();
        StringBuilder description = new StringBuilder();
        List<String> samples = new ArrayList<>();
        for (String line : page.split("\n")) {
            if (line.startsWith("#")) {
                if (!samples.isEmpty()) {
                    families.put(description.toString(), samples);
                    description.setLength(0);
                    samples = new ArrayList<>();
                }
                description.append(line).append('\n');
            } else {
                samples.add(line);
            }
        }
        families.put(description.toString(), samples);
        return families;
    }

    private static List<PodUsage> pods(int from, int to) {
        List<PodUsage> pods = new ArrayList<>();
        for (int i = from; i < to; i++) {
            PodMetrics metrics = new PodMetrics(
                    new PodKey("default", "pod-%04d".formatted(i)),
                    Map.of(),
                    Instant.ofEpochSecond(1_795_382_300L + i),
                    Duration.ofSeconds(15),
                    List.of(new ContainerMetrics("app", Quantity.of(i), Quantity.of(1000L * i))));
            PodFacts facts = new PodFacts(
                    "uid-" + i, "worker", "10.0.0.1", "172.16.0.1", "Job", "import", "Running", "Burstable", List.of());
            pods.add(new PodUsage(metrics, facts, true));
        }
        return pods;
    }
}
