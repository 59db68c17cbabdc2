// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.apiserver.WireReader;
import io.github.metricsserverprom.apiserver.SkippingJsonFactory;
import io.github.metricsserverprom.bench.Cluster;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading a list of the metrics API, beside its floor: Jackson's tokens, thrown away. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PodMetricsListBenchmark {

    /** Pods of the list. */
    @Param("5000")
    public int pods;

    private final JsonFactory plain = new JsonFactory();
    private final JsonFactory own = new SkippingJsonFactory();
    private final UnreadableValues unreadable = new UnreadableValues();
    private final SharedTexts texts = new SharedTexts();
    private byte[] first;
    private byte[] second;
    private byte[] firstMessage;
    private byte[] secondMessage;
    private boolean turn;
    private List<PodKey> before;

    /** Two answers that follow each other. */
    @Setup
    public void answers() throws IOException {
        Cluster cluster = new Cluster(pods);
        first = cluster.podMetrics().getBytes(StandardCharsets.UTF_8);
        second = cluster.podMetrics().getBytes(StandardCharsets.UTF_8);
        before = parse(own, List.of()).items().stream().map(PodMetrics::key).toList();
        MetricsSchema schema = new MetricsSchema();
        firstMessage = schema.podMetricsList(labelled(first));
        secondMessage = schema.podMetricsList(labelled(second));
    }

    private List<PodMetrics> labelled(byte[] document) throws IOException {
        try (JsonParser parser = plain.createParser(document)) {
            return new PodMetricsDocument(LabelFilter.of("*"), NamespaceDenylist.NONE, unreadable, new KnownPods(List.of(), texts))
                    .parse(parser)
                    .items();
        }
    }

    /** The same list in protobuf. */
    @Benchmark
    public PodMetricsList parseProtobuf() throws IOException {
        turn = !turn;
        WireReader message = new WireReader(new ByteArrayInputStream(turn ? firstMessage : secondMessage));
        return new PodMetricsMessage(LabelFilter.NONE, NamespaceDenylist.NONE, unreadable, new KnownPods(before, texts)).parse(message);
    }

    private byte[] next() {
        turn = !turn;
        return turn ? first : second;
    }

    @Benchmark
    public PodMetricsList parse() throws IOException {
        return parse(own, before);
    }

    @Benchmark
    public PodMetricsList parseWithNothingToCompare() throws IOException {
        return parse(own, List.of());
    }

    private PodMetricsList parse(JsonFactory factory, List<PodKey> known) throws IOException {
        try (JsonParser parser = factory.createParser(new ByteArrayInputStream(next()))) {
            return new PodMetricsDocument(LabelFilter.NONE, NamespaceDenylist.NONE, unreadable, new KnownPods(known, texts)).parse(parser);
        }
    }

    @Benchmark
    public long tokens() throws IOException {
        long tokens = 0;
        try (JsonParser parser = plain.createParser(new ByteArrayInputStream(next()))) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }
}
