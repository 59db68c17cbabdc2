// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.LabelNames;
import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.NodeUsage;
import io.github.metricsserverprom.model.PodUsage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedPagesTest {

    private final SharedPages pages = new SharedPages();
    private final List<NodeUsage> nodes = new ArrayList<>();
    private final List<PodUsage> pods = new ArrayList<>();

    private static ClusterSnapshot snapshot(List<NodeUsage> nodes, List<PodUsage> pods) {
        return new ClusterSnapshot("", nodes, pods, List.of(), 0, 0);
    }

    private SharedPages.Text text(ExpositionFormat format, ClusterSnapshot snapshot) {
        return pages.of(format, snapshot, made -> rendered(format, made));
    }

    private static SharedPages.Text rendered(ExpositionFormat format, ClusterSnapshot snapshot) {
        PageBuffer buffer = new PageBuffer();
        return new SharedPages.Text(snapshot, buffer, new ExpositionWriter(format, buffer));
    }

    @Test
    void snapshotsOfTheSameDataShareTheirText() {
        SharedPages.Text first = text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, pods));

        assertThat(text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, pods))).isSameAs(first);
    }

    @Test
    void aTextThatNobodyHoldsAnyMoreIsRenderedAgain() {
        ClusterSnapshot snapshot = snapshot(nodes, pods);
        SharedPages.Text first = text(ExpositionFormat.TEXT_0_0_4, snapshot);
        SharedPages.Text second = text(ExpositionFormat.TEXT_0_0_4, snapshot);

        first.release();
        assertThat(text(ExpositionFormat.TEXT_0_0_4, snapshot))
                .as("still held by one")
                .isSameAs(second);
        second.release();
        second.release();
        assertThat(text(ExpositionFormat.TEXT_0_0_4, snapshot))
                .as("held by nobody")
                .isNotSameAs(first);
    }

    @Test
    void theMemoryOfATextIsGivenBackWhenTheLastOneLetsGo() {
        SharedPages.Text first = text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, pods));
        first.writer().startFamily(Catalogue.NODE_CPU_USAGE.family());
        first.writer().sample(LabelNames.of("node").values("a"), 1);
        text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, pods));

        first.release();
        assertThat(first.buffer().size()).isPositive();
        first.release();
        assertThat(first.buffer().size()).isZero();
    }

    @Test
    void dataThatIsMerelyEqualIsAnotherReadAndRenderedAgain() {
        SharedPages.Text first = text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, pods));

        assertThat(text(ExpositionFormat.TEXT_0_0_4, snapshot(nodes, new ArrayList<>())))
                .isNotSameAs(first);
    }

    @Test
    void eachClusterAndEachSelectionHasItsOwnTextAndRendersBesideTheOthers() throws Exception {
        ClusterSnapshot here = snapshot(nodes, pods);
        ClusterSnapshot there = new ClusterSnapshot("there", nodes, pods, List.of(), 0, 0);
        ClusterSnapshot part = new ClusterSnapshot("", "namespaces a", nodes, pods, List.of(), 0, 0);
        CountDownLatch began = new CountDownLatch(3);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<SharedPages.Text>> texts = new ArrayList<>();
            for (ClusterSnapshot snapshot : List.of(here, there, part)) {
                texts.add(threads.submit(() -> pages.of(ExpositionFormat.TEXT_0_0_4, snapshot, made -> {
                    began.countDown();
                    assertThat(await(began)).as("all are rendered at once").isTrue();
                    return rendered(ExpositionFormat.TEXT_0_0_4, made);
                })));
            }
            Set<SharedPages.Text> different = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Future<SharedPages.Text> text : texts) {
                different.add(text.get(20, TimeUnit.SECONDS));
            }

            assertThat(different).hasSize(3);
            assertThat(text(ExpositionFormat.TEXT_0_0_4, there))
                    .isSameAs(texts.get(1).get());
            assertThat(text(ExpositionFormat.TEXT_0_0_4, part))
                    .isSameAs(texts.get(2).get());
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theOrderOfLabelsMakesAnotherText() {
        ClusterSnapshot one = snapshot(nodes, pods).withStaticLabel("a", "1").withStaticLabel("b", "2");
        ClusterSnapshot other = snapshot(nodes, pods).withStaticLabel("b", "2").withStaticLabel("a", "1");

        assertThat(text(ExpositionFormat.TEXT_0_0_4, other)).isNotSameAs(text(ExpositionFormat.TEXT_0_0_4, one));
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
