// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.NodeUsage;
import io.github.metricsserverprom.model.PodUsage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedPagesTest {

    private final SharedPages pages = new SharedPages();
    private final List<NodeUsage> nodes = new ArrayList<>();
    private final List<PodUsage> pods = new ArrayList<>();

    private static ClusterSnapshot snapshot(List<NodeUsage> nodes, List<PodUsage> pods) {
        return new ClusterSnapshot("", nodes, pods, List.of(), 0, 0);
    }

    private SharedPages.Text text(ExpositionFormat format, ClusterSnapshot snapshot) {
        return pages.of(format, snapshot, made -> {
            PageBuffer buffer = new PageBuffer();
            return new SharedPages.Text(made, buffer, new ExpositionWriter(format, buffer));
        });
    }

    @Test
    void snapshotsOfTheSameDataShareTheirText() {
        SharedPages.Text first = text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, pods));

        assertThat(text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, pods))).isSameAs(first);
    }

    @Test
    void dataThatIsMerelyEqualIsAnotherReadAndRenderedAgain() {
        SharedPages.Text first = text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, pods));

        assertThat(text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, new ArrayList<>())))
                .isNotSameAs(first);
    }

    @Test
    void eachFormatAndEachSetOfLabelsHasItsOwnText() {
        ClusterSnapshot plain = snapshot(nodes, pods);
        SharedPages.Text first = text(ExpositionFormat.TEXT_0_0_4, plain);

        assertThat(text(ExpositionFormat.OPENMETRICS_1_0_0, plain)).isNotSameAs(first);
        assertThat(text(ExpositionFormat.TEXT_0_0_4, plain.withStaticLabel("cluster", "a")))
                .isNotSameAs(first);
        assertThat(text(ExpositionFormat.TEXT_0_0_4, plain.withPodLabels(List.of("app"))))
                .isNotSameAs(first);
    }
}
