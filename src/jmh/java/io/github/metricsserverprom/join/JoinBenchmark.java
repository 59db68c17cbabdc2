// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.bench.Cluster;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.podfacts.LastKnownFacts;
import io.github.metricsserverprom.scrape.CollectorRead;
import java.time.Duration;
import java.util.HashMap;
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

/** Joining usage with what a watch knows of the pods. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JoinBenchmark {

    /** Pods of the cluster. */
    @Param("5000")
    public int pods;

    private final LastKnownFacts memory = new LastKnownFacts(Duration.ofMinutes(5), System::nanoTime);
    private final Join join = new Join(new Source("", ""));
    private List<PodMetrics> usage;
    private CollectorRead facts;

    /** The watch keeps its facts from scrape to scrape. */
    @Setup
    public void facts() {
        usage = new Cluster(pods).pods();
        Map<PodKey, PodFacts> known = new HashMap<>();
        for (int i = 0; i < pods; i++) {
            known.put(usage.get(i).key(), Cluster.facts(i));
        }
        facts = read(Collector.PODS, new PodFactsList(known));
    }

    private static CollectorRead read(Collector collector, Object data) {
        return new CollectorRead(new CollectorResult(collector, Duration.ZERO, null), data);
    }

    /** A new list each time, as a scrape brings it: the join of the same lists is kept. */
    @Benchmark
    public ClusterSnapshot join() {
        return join.join(List.of(read(Collector.POD_METRICS, new PodMetricsList(usage, 0)), facts), memory);
    }
}
