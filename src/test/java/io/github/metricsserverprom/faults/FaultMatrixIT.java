// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoPod;
import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.demo.Fault;
import io.github.metricsserverprom.demo.RecordedError;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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

    private static final String INFO = "kube_metrics_server_pod_info";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private record Case(Row row, Row.Mode mode) {}

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService busy = Executors.newFixedThreadPool(BUSY_ROWS_AT_ONCE);
    private final ExecutorService waiting = Executors.newCachedThreadPool();
    private final Map<Case, Site> sites = new LinkedHashMap<>();
    private final Map<Case, CompletableFuture<Void>> results = new LinkedHashMap<>();
    private final Map<Row.Mode, Site> large = new EnumMap<>(Row.Mode.class);
    private Site flapping;
    private final Map<Row.Mode, ExporterProcess> programs = new EnumMap<>(Row.Mode.class);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        for (Row row : FaultMatrix.rows()) {
            for (Row.Mode mode : row.modes()) {
                String context = mode.name().toLowerCase(Locale.ROOT) + "-" + sites.size();
                DemoOptions.Change options =
                        DemoOptions.change().seed(sites.size() + 1).bookmarkInterval(Duration.ofMillis(300));
                sites.put(new Case(row, mode), new Site(context, vertx, folder, row.tls(), options));
            }
        }
        for (Row.Mode mode : Row.Mode.values()) {
            DemoOptions.Change options =
                    DemoOptions.change().nodes(60).podsPerNode(240).realisticPods(false);
            large.put(mode, new Site("large-" + mode.name().toLowerCase(Locale.ROOT), vertx, folder, false, options));
        }
        flapping =
                new Site("flapping", vertx, folder, false, DemoOptions.change().seed(1000));
        for (Row.Mode mode : Row.Mode.values()) {
            programs.put(mode, program(mode));
            large.get(mode).readBy(programs.get(mode));
        }
        flapping.readBy(programs.get(Row.Mode.LIST));
        for (ExporterProcess program : programs.values()) {
            program.awaitServing();
        }
        sites.forEach((now, site) -> {
            if (!now.row().isAlone()) {
                site.readBy(programs.get(now.mode()));
                results.put(
                        now,
                        CompletableFuture.supplyAsync(() -> healthy(now.mode(), site), busy)
                                .thenAcceptAsync(
                                        page -> run(now.row(), site, page),
                                        now.row().waits() ? waiting : busy));
            }
        });
        CompletableFuture<Void> others =
                CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new));
        sites.forEach((now, site) -> {
            if (now.row().isAlone()) {
                results.put(now, others.handleAsync((done, failure) -> runAlone(now, site), busy));
            }
        });
    }

    private Void runAlone(Case now, Site site) {
        try (ExporterProcess program = program(now.mode(), List.of(site)).awaitServing()) {
            site.readBy(program);
            run(now.row(), site, healthy(site));
            return null;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private ExporterProcess program(Row.Mode mode) throws Exception {
        List<Site> read = new ArrayList<>();
        // The log does not name the cluster that is chosen when none is asked for.
        read.add(large.get(mode));
        sites.forEach((now, site) -> {
            if (now.mode() == mode && !now.row().isAlone()) {
                read.add(site);
            }
        });
        if (mode == Row.Mode.LIST) {
            read.add(flapping);
        }
        return program(mode, read);
    }

    private static ExporterProcess program(Row.Mode mode, List<Site> read) throws IOException {
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
                        mode.name().toLowerCase(Locale.ROOT),
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
        large.values().forEach(Site::close);
        flapping.close();
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

    @Test
    void aMetricsServerThatFlapsIsToldOncePerChange() throws Exception {
        String healthy = healthy(flapping);
        int mark = flapping.log().size();
        String failed = Pages.without(healthy, Set.of("pod_metrics"));
        for (int i = 0; i < SCRAPES; i++) {
            flapping.faults().set(DemoTarget.POD_METRICS, Fault.recorded(RecordedError.SERVICE_UNAVAILABLE));
            assertThat(flapping.scrape().text()).isEqualTo(failed);
            assertThat(flapping.scrape().text()).isEqualTo(failed);
            flapping.faults().clear();
            assertThat(flapping.scrape().text()).isEqualTo(healthy);
            assertThat(flapping.scrape().text()).isEqualTo(healthy);
        }
        assertThat(flapping.log()).hasSize(mark + 2 * SCRAPES);
    }

    @ParameterizedTest
    @EnumSource(Row.Mode.class)
    void tenThousandPodsReplacedBetweenTwoScrapesTakeTheirSeriesWithThem(Row.Mode mode) throws Exception {
        // It computes: rows that wait for deadlines must not wait for it.
        results.values().forEach(result -> result.exceptionally(failure -> null).join());
        Site site = large.get(mode);
        List<String> before = Pages.series(healthy(site), INFO);

        assertThat(site.cluster().churn(10_000)).isEqualTo(10_000);
        site.cluster().tick();

        Set<String> known = new HashSet<>(before);
        List<String> truth = site.cluster().pods().stream()
                .filter(DemoPod::measured)
                .map(pod -> INFO + "{namespace=\"" + pod.namespace() + "\",pod=\"" + pod.name() + "\",uid=\""
                        + pod.uid() + "\",node=\"" + pod.node() + "\",ip=\"" + pod.ip() + "\",host_ip=\"" + pod.hostIp()
                        + "\"")
                .sorted()
                .toList();
        Set<String> identities = before.stream().map(FaultMatrixIT::identity).collect(Collectors.toSet());
        long stayed = truth.stream().filter(identities::contains).count();
        assertThat(stayed).isBetween(before.size() - 10_000L, before.size() - 9_000L);
        await().atMost(LONG).untilAsserted(() -> {
            List<String> after = Pages.series(site.scrape(LONG).text(), INFO);
            assertThat(after.stream().filter(known::contains).count())
                    .as("pods that stayed, with the labels that they had")
                    .isEqualTo(stayed);
            assertThat(after.stream().map(FaultMatrixIT::identity).sorted().toList())
                    .isEqualTo(truth);
        });
    }

    private static String identity(String series) {
        return series.substring(0, series.indexOf(",owner_kind="));
    }

    private static void run(Row row, Site site, String healthy) {
        try {
            int mark = log(row, site).size();
            row.begin(site);
            String expected = row.expected(healthy);
            if (row.gradual()) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(site.scrape().text()).isEqualTo(expected);
                    assertThat(since(row, site, mark))
                            .hasSizeGreaterThanOrEqualTo(row.log().size());
                });
            }
            for (int i = 0; i < SCRAPES; i++) {
                Site.Scrape scrape = site.scrape(row.timeout());
                assertThat(scrape.text()).isEqualTo(expected);
                assertThat(scrape.status()).isEqualTo(row.unavailable() ? 503 : 200);
                assertThat(scrape.took())
                        .as("an answer before Prometheus gives up")
                        .isLessThan(row.timeout());
            }
            assertThat(since(row, site, mark)).containsExactlyInAnyOrderElementsOf(row.log());
            int end = log(row, site).size();
            row.end(site);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(site.scrape().text()).isEqualTo(healthy);
                assertThat(since(row, site, end)).containsExactlyInAnyOrderElementsOf(row.logAfter());
            });
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** A page, after everything that a beginning logs. */
    private static String healthy(Row.Mode mode, Site site) {
        String page = healthy(site);
        if (mode == Row.Mode.WATCH) {
            await().atMost(LONG)
                    .until(() -> site.log().stream().anyMatch(line -> line.startsWith("INFO  Pods listed ")));
        }
        return page;
    }

    private static String healthy(Site site) {
        await().atMost(LONG).until(() -> site.scrape(LONG).text().contains("\nmetrics_server_prom_up 1\n"));
        try {
            return site.scrape(LONG).text();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static List<String> log(Row row, Site site) throws IOException {
        return row.isAlone() ? site.wholeLog() : site.log();
    }

    private static List<String> since(Row row, Site site, int mark) throws IOException {
        List<String> log = log(row, site);
        return log.subList(mark, log.size());
    }
}
