// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.bench.Cluster;
import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing the families of a cluster with the label sets of the scrape before, beside the copy of a ready page. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RenderBenchmark {

    private static final PageOptions OPTIONS = new PageOptions(OriginalNames.ORIGINAL, List.of(), List.of());

    /** Pods of the cluster. */
    @Param("5000")
    public int pods;

    /** Effort of compression. */
    @Param("1")
    public int gzipLevel;

    private final PodLabelCache labels = new PodLabelCache(new PodLabelNames(List.of(), Map.of()));
    private ClusterSnapshot snapshot;
    private byte[] ready;

    /** One snapshot; its values do not matter here. */
    @Setup
    public void snapshot() {
        List<PodMetrics> usage = new Cluster(pods).pods();
        List<PodUsage> joined = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            joined.add(new PodUsage(usage.get(i), Cluster.facts(i), true));
        }
        snapshot = new ClusterSnapshot("", List.of(), joined, List.of(), 0, 0);
        ready = new byte[(int) page().size()];
        page().toByteBuffer().get(ready);
    }

    @Benchmark
    public PageBuffer page() {
        PageBuffer page = new PageBuffer();
        ExpositionWriter writer = new ExpositionWriter(ExpositionFormat.TEXT_0_0_4, page);
        new Page(
                        snapshot,
                        Families.chosen(OriginalNames.ORIGINAL, false, false, false, false, List.of()),
                        OPTIONS,
                        labels.of(snapshot.pods()),
                        writer)
                .write();
        return page;
    }

    @Benchmark
    public PageBuffer compressed() {
        return page().gzipped(gzipLevel);
    }

    @Benchmark
    public byte[] copyOfAReadyPage() {
        return ready.clone();
    }
}
