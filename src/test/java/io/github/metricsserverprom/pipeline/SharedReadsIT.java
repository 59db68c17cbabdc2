// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What else needs a snapshot does not double the load on the API server: requests are counted there. */
final class SharedReadsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String TIMER =
            """
            - route:
                id: timer
                description: Wants a snapshot ten times a second.
                from:
                  uri: timer:test
                  parameters:
                    period: 100
                    delay: 0
                  steps:
                    - setProperty:
                        name: exporterMaxAge
                        constant: 60s
                    - to: direct:cluster
                    - bean:
                        ref: usage
                        method: all
                    - bean:
                        ref: rounds
                        method: incrementAndGet
            """;

    @Test
    void aTimerThatAcceptsOldDataUsesTheReadsOfScrapes() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = Pipeline.reading(api)
                        .bind("rounds", rounds)
                        .route(TIMER)
                        .start()) {
            // The first round finds nothing and reads.
            await().atMost(PATIENCE).until(() -> rounds.get() >= 1);
            for (int scrape = 1; scrape <= 3; scrape++) {
                assertThat(pipeline.get("/metrics").status()).isEqualTo(200);
                int before = rounds.get();
                await().atMost(PATIENCE).until(() -> rounds.get() >= before + 3);
            }
            assertThat(rounds).hasValueGreaterThanOrEqualTo(10);
            for (String path : List.of(ApiServer.NODE_METRICS, ApiServer.POD_METRICS, ApiServer.PODS)) {
                assertThat(api.requests(path)).as(path).hasSize(1 + 3);
            }
        }
    }

    @Test
    void aScrapeNeverGetsOldDataBecauseATimerAcceptsIt() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = Pipeline.reading(api)
                        .bind("rounds", rounds)
                        .route(TIMER)
                        .start()) {
            await().atMost(PATIENCE).until(() -> rounds.get() >= 1);
            api.answer(ApiServer.NODE_METRICS, Answer.recordedError("200-no-samples-yet-nodes"));
            assertThat(pipeline.get("/metrics").text())
                    .contains("kube_metrics_server_pod_mem{")
                    .doesNotContain("kube_metrics_server_node_mem{");
        }
    }

    @Test
    void pathsShareTheReadsOfAnInterval() throws Exception {
        Recipe recipe = Recipe.named("team-endpoint");
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = Pipeline.reading(api)
                        .with("exporter.min-interval", "60s")
                        .file(recipe.installedAs(), recipe.text())
                        .start()) {
            assertThat(pipeline.get("/metrics").status()).isEqualTo(200);
            assertThat(pipeline.get("/metrics/team-a").status()).isEqualTo(200);
            assertThat(pipeline.get("/snapshot").status()).isEqualTo(200);
            assertThat(api.requests(ApiServer.POD_METRICS)).hasSize(1);
            assertThat(api.requests(ApiServer.PODS)).hasSize(1);
        }
    }
}
