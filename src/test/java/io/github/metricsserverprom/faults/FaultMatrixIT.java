// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fault matrix over the packaged program, once with lists of pods and once with a watch. Each row has a cluster of its
 * own, which the program reads as one of its contexts; so rows run side by side, and none may disturb another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {

    private static final int SCRAPES = 5;

    /** Rows that compute run few at once; those that wait for deadlines run all at once. */
    private static final int BUSY_ROWS_AT_ONCE = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private record Case(Row row, Row.Mode mode) {}

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService busy = Executors.newFixedThreadPool(BUSY_ROWS_AT_ONCE);
    private final ExecutorService waiting = Executors.newCachedThreadPool();
    private final Map<Case, Site> sites = new LinkedHashMap<>();
    private final Map<Case, CompletableFuture<Void>> results = new LinkedHashMap<>();
    private final Map<Row.Mode, ExporterProcess> programs = new EnumMap<>(Row.Mode.class);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        for (Row row : FaultMatrix.rows()) {
            for (Row.Mode mode : row.modes()) {
                String context = mode.name().toLowerCase() + "-" + sites.size();
                DemoOptions.Change options =
                        DemoOptions.change().seed(sites.size() + 1).bookmarkInterval(Duration.ofMillis(300));
                sites.put(new Case(row, mode), new Site(context, vertx, folder, row.tls(), options));
            }
        }
        for (Row.Mode mode : Row.Mode.values()) {
            programs.put(mode, program(mode, folder));
        }
        for (ExporterProcess program : programs.values()) {
            program.awaitServing();
        }
        sites.forEach((now, site) -> {
            site.readBy(programs.get(now.mode()));
            results.put(
                    now,
                    CompletableFuture.supplyAsync(() -> healthy(site), busy)
                            .thenAcceptAsync(
                                    page -> run(now.row(), site, page),
                                    now.row().waits() ? waiting : busy));
        });
    }

    private ExporterProcess program(Row.Mode mode, Path folder) throws Exception {
        List<Site> read = new ArrayList<>();
        sites.forEach((now, site) -> {
            if (now.mode() == mode) {
                read.add(site);
            }
        });
        return ExporterProcess.start(
                Path.of("").toAbsolutePath(),
                Map.of(
                        "JDK_JAVA_OPTIONS",
                        "-Xmx256m",
                        "KUBECONFIG",
                        read.stream().map(site -> site.kubeconfig().toString()).collect(Collectors.joining(":")),
                        "EXPORTER_CONTEXT",
                        read.get(0).context(),
                        "EXPORTER_CONTEXTS",
                        read.stream().map(Site::context).collect(Collectors.joining(",")),
                        "EXPORTER_PODS",
                        mode.name().toLowerCase(),
                        "EXPORTER_TIMEOUT_MARGIN",
                        "2s",
                        "EXPORTER_WATCH_SILENCE",
                        "6s",
                        "EXPORTER_WATCH_GRACE",
                        "2s"));
    }

    @AfterAll
    void stop() throws Exception {
        busy.shutdownNow();
        waiting.shutdownNow();
        for (ExporterProcess program : programs.values()) {
            program.close();
        }
        sites.values().forEach(Site::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    Stream<Arguments> cases() {
        return results.keySet().stream().map(now -> Arguments.of(now.row().fault(), now.mode(), now));
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("cases")
    void thePageTheLogTheDeadlineAndTheRecoveryAreAsTheTableSays(String fault, Row.Mode mode, Case now) {
        try {
            results.get(now).join();
        } catch (CompletionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
    }

    private static void run(Row row, Site site, String healthy) {
        try {
            int mark = site.log().size();
            row.begin(site);
            String expected = row.expected(healthy);
            if (row.gradual()) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(site.scrape().text()).isEqualTo(expected);
                    assertThat(since(site, mark))
                            .hasSizeGreaterThanOrEqualTo(row.log().size());
                });
            }
            for (int i = 0; i < SCRAPES; i++) {
                Site.Scrape scrape = site.scrape();
                assertThat(scrape.text()).isEqualTo(expected);
                assertThat(scrape.status()).isEqualTo(row.unavailable() ? 503 : 200);
                assertThat(scrape.took())
                        .as("an answer before Prometheus gives up")
                        .isLessThan(Site.TIMEOUT);
            }
            assertThat(since(site, mark)).containsExactlyInAnyOrderElementsOf(row.log());
            int end = site.log().size();
            row.end(site);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(site.scrape().text()).isEqualTo(healthy);
                assertThat(since(site, end)).containsExactlyInAnyOrderElementsOf(row.logAfter());
            });
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static String healthy(Site site) {
        await().atMost(PATIENCE).until(() -> site.scrape().text().contains("\nmetrics_server_prom_up 1\n"));
        try {
            return site.scrape().text();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static List<String> since(Site site, int mark) throws Exception {
        List<String> log = site.log();
        return log.subList(mark, log.size());
    }
}
