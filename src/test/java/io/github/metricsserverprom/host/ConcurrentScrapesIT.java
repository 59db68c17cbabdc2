// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.demo.Fault;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who scrape at once cost the API server what one costs. */
class ConcurrentScrapesIT {

    private static final int SCRAPERS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private DemoCluster cluster;

    @TempDir
    private Path folder;

    @BeforeEach
    void cluster() {
        cluster = DemoCluster.start(vertx, DemoOptions.change().port(0).done(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void fiftyScrapersShareOneReadAndTheSameSamples() throws Exception {
        try (Exporter exporter = start("0s")) {
            scrape(exporter).join();
            long podReads = reads(DemoTarget.POD_METRICS);
            long nodeReads = reads(DemoTarget.NODE_METRICS);
            // Longer than it takes to send fifty requests, so that all of them meet while the first read is under way.
            cluster.faults().set(DemoTarget.POD_METRICS, Fault.latency(Duration.ofSeconds(3)));
            cluster.faults().set(DemoTarget.NODE_METRICS, Fault.latency(Duration.ofSeconds(3)));

            Set<String> pages = scrapeAtOnce(exporter);

            assertThat(pages).singleElement().asString().contains("\nkube_metrics_server_container_cpu_usage_cores{");
            assertThat(reads(DemoTarget.POD_METRICS)).isEqualTo(podReads + 1);
            assertThat(reads(DemoTarget.NODE_METRICS)).isEqualTo(nodeReads + 1);
        }
    }

    @Test
    void withinTheIntervalOneReadServesThemAll() throws Exception {
        try (Exporter exporter = start("10m")) {
            String first = usage(scrape(exporter).join());
            cluster.tick();
            assertThat(scrapeAtOnce(exporter)).containsExactly(first);
            assertThat(reads(DemoTarget.POD_METRICS)).isEqualTo(1);
        }
    }

    private Exporter start(String minInterval) throws Exception {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        Path config = Files.writeString(
                folder.resolve("application.properties"),
                """
                camel.server.host=127.0.0.1
                camel.server.port=0
                camel.management.port=0
                exporter.timeout=60s
                exporter.kubeconfig=%s
                exporter.min-interval=%s
                """
                        .formatted(kubeconfig, minInterval));
        return Exporter.start(new Installation(Path.of("routes"), config, Map.of(), new Properties()), false);
    }

    private Set<String> scrapeAtOnce(Exporter exporter) {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, SCRAPERS)
                .mapToObj(scraper -> scrape(exporter))
                .toList();
        return answers.stream().map(CompletableFuture::join).map(this::usage).collect(Collectors.toSet());
    }

    private CompletableFuture<HttpResponse<String>> scrape(Exporter exporter) {
        URI metrics = URI.create("http://127.0.0.1:" + exporter.scrapePort() + "/metrics");
        return http.sendAsync(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The samples of the cluster; those about the scrape itself differ. */
    private String usage(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("kube_metrics_server_"))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private long reads(DemoTarget target) {
        return cluster.traffic().of(target).requests();
    }
}
