// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.testing.ExporterProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many clients, slow ones and such that go away: what they tie up is bounded, and others are served all the while. */
class LoadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEAP_MIB = 160;
    private static final int MOST_CONNECTIONS = 1200;

    /** The workers of scrapes, the threads of their reads, and those that every JVM has. */
    private static final int MOST_THREADS = 64 * 5 + 100;

    private static ExporterProcess program;

    @BeforeAll
    static void start() throws Exception {
        // 2,000 pods: a page of about 2.5 MB.
        program = ExporterProcess.start(
                        Path.of("").toAbsolutePath(),
                        Map.of(
                                "JDK_JAVA_OPTIONS",
                                "-Xmx" + HEAP_MIB + "m",
                                "DEMO_NODES",
                                "20",
                                "DEMO_PODS_PER_NODE",
                                "100",
                                "EXPORTER_IDLE_TIMEOUT",
                                "20s",
                                "EXPORTER_MAX_CONNECTIONS",
                                Integer.toString(MOST_CONNECTIONS)),
                        "--demo")
                .awaitServing();
        await().atMost(PATIENCE).until(() -> program.get("/metrics").body().contains("metrics_server_prom_up 1"));
    }

    @AfterAll
    static void nothingWasLogged() throws Exception {
        String log = program.output();
        program.close();
        assertThat(log).doesNotContain("Exception", " ERROR ", "OutOfMemory", "\tat ");
    }

    @AfterEach
    void othersAreServedAndNothingIsLeft() throws Exception {
        await().atMost(PATIENCE).until(() -> program.get("/metrics").statusCode() == 200);
        await().atMost(PATIENCE).until(() -> self("metrics_server_prom_http_unsent_bytes") == 0);
        await().atMost(PATIENCE).until(() -> self("metrics_server_prom_http_connections", "port=\"scrape\"") < 100);
        assertThat(self("jvm_threads_live_threads")).isLessThan(MOST_THREADS);
    }

    private static double self(String name, String... parts) throws Exception {
        return program.getManagement("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(parts).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static double cut(String reason) throws Exception {
        return self("metrics_server_prom_http_connections_cut_total", "reason=\"" + reason + "\"", "port=\"scrape\"");
    }

    @Test
    void aThousandIdleConnectionsDisturbNobody() throws Exception {
        double before = cut("too_many");
        List<RawClient> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                idle.add(new RawClient(program.scrapePort()));
            }
            assertThat(program.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(self("metrics_server_prom_http_connections", "port=\"scrape\""))
                    .isGreaterThanOrEqualTo(1000);
            assertThat(cut("too_many")).isEqualTo(before);
            assertThat(idle.get(999).send(RawClient.GET).read().status())
                    .as("it was idle, not dead")
                    .isEqualTo(200);
        } finally {
            for (RawClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void ofTooManyConnectionsTheIdleOnesGo() throws Exception {
        double before = cut("too_many");
        List<RawClient> idle = new ArrayList<>();
        try (RawClient known = new RawClient(program.scrapePort())) {
            for (int i = 0; i < MOST_CONNECTIONS + 300; i++) {
                idle.add(new RawClient(program.scrapePort()));
                if (i % 100 == 0) {
                    assertThat(known.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                                    .read()
                                    .status())
                            .as("a connection that is used stays")
                            .isEqualTo(200);
                }
            }
            assertThat(program.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(self("metrics_server_prom_http_connections", "port=\"scrape\""))
                    .isLessThanOrEqualTo(MOST_CONNECTIONS);
            assertThat(cut("too_many") - before).isGreaterThanOrEqualTo(300);
            assertThat(idle.get(0).isClosedByServer()).isTrue();
        } finally {
            for (RawClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void whoAsksAgainAndAgainWithoutReadingIsCut() throws Exception {
        double before = cut("too_slow");
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                slow.add(new RawClient(program.scrapePort(), 4096).send(RawClient.GET.repeat(10)));
            }
            for (int i = 0; i < 10; i++) {
                await().atMost(PATIENCE).until(() -> program.get("/metrics").statusCode() == 200);
                // Half of the heap, and a page that is longer than the one before.
                assertThat(self("metrics_server_prom_http_unsent_bytes")).isLessThan(0.6 * HEAP_MIB * 1024 * 1024);
            }
            await().atMost(PATIENCE).until(() -> cut("too_slow") > before);
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void aSlowReaderGetsItsPageWhole() throws Exception {
        try (RawClient slow = new RawClient(program.scrapePort(), 4096).send(RawClient.GET)) {
            await().pollDelay(Duration.ofSeconds(2))
                    .until(() -> program.get("/livez").statusCode() == 200);
            assertThat(slow.read().text()).endsWith("} 1\n").contains("metrics_server_prom_up 1");
        }
    }

    @Test
    void clientsThatVanishInTheMiddleOfAPageLeaveNothing() throws Exception {
        for (int i = 0; i < 50; i++) {
            RawClient client = new RawClient(program.scrapePort(), 4096).send(RawClient.GET);
            if (i % 2 == 0) {
                client.readBytes(100);
            }
            client.vanish();
        }
        assertThat(program.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void aFloodOfScrapesIsAnsweredOrRefusedAndProbesAreAnswered() throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest scrape = HttpRequest.newBuilder(URI.create("http://localhost:" + program.scrapePort() + "/metrics"))
                .timeout(Duration.ofSeconds(120))
                .build();
        List<CompletableFuture<Integer>> flood = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            flood.add(http.sendAsync(scrape, HttpResponse.BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        }
        assertThat(program.get("/livez").statusCode()).isEqualTo(200);
        Map<Integer, Integer> statuses = new HashMap<>();
        flood.forEach(answer -> statuses.merge(answer.join(), 1, Integer::sum));

        assertThat(statuses.keySet()).isSubsetOf(200, 503);
        assertThat(statuses.get(200)).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aRequestThatNeverEndsIsClosedAfterTheIdleTimeout() throws Exception {
        try (RawClient client = new RawClient(program.scrapePort())) {
            client.send("GET /metrics HTTP/1.1\r\nHost: a\r\nX: ");
            await().atMost(PATIENCE).ignoreExceptions().until(client::isClosedByServer);
        }
    }
}
