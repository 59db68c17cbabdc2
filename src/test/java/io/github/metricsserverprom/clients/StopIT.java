// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.clients.RawClient.Answer;
import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.demo.Fault;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the packaged program ends: asked to by SIGTERM, or killed. */
class StopIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATIENT_SCRAPE =
            "GET /metrics HTTP/1.1\r\nHost: a\r\nX-Prometheus-Scrape-Timeout-Seconds: 60\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private DemoCluster cluster;

    @BeforeEach
    void start() throws IOException {
        // 2,000 pods: a page of more than 2 MB.
        cluster = DemoCluster.start(
                vertx,
                DemoOptions.change()
                        .nodes(20)
                        .podsPerNode(100)
                        .realisticPods(false)
                        .tokens("token")
                        .done(),
                Clock.systemUTC());
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private ExporterProcess program(String... settings) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        environment.put("JDK_JAVA_OPTIONS", "-Xmx256m -Djava.io.tmpdir=" + temporary());
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        ExporterProcess program = ExporterProcess.start(PROJECT, environment).awaitServing();
        await().atMost(PATIENCE).until(() -> program.get("/metrics").body().contains("metrics_server_prom_up 1"));
        return program;
    }

    private Path temporary() throws IOException {
        return Files.createDirectories(folder.resolve("tmp"));
    }

    private RawClient scrapeUnderWay(ExporterProcess program) throws Exception {
        long before = cluster.traffic().of(DemoTarget.POD_METRICS).requests();
        RawClient scrape = new RawClient(program.scrapePort()).send(PATIENT_SCRAPE);
        await().atMost(PATIENCE)
                .until(() -> cluster.traffic().of(DemoTarget.POD_METRICS).requests() > before);
        return scrape;
    }

    @Test
    void aScrapeUnderWayIsAnsweredThenTheProgramEndsWithZero() throws Exception {
        try (ExporterProcess program = program()) {
            cluster.faults().set(DemoTarget.POD_METRICS, Fault.latency(Duration.ofSeconds(3)));
            try (RawClient scrape = scrapeUnderWay(program)) {
                program.process().destroy();

                assertThat(scrape.read().text()).contains("\nmetrics_server_prom_up 1\n");
            }
            assertThat(program.awaitExit()).isZero();
            assertThat(program.output()).doesNotContain("cut off", "Exception");
        }
    }

    @Test
    void duringTheDelayItIsNotReadyButScrapesAreAnswered() throws Exception {
        try (ExporterProcess program = program("EXPORTER_STOP_DELAY", "4s")) {
            program.process().destroy();

            await().atMost(Duration.ofSeconds(3))
                    .until(() -> program.get("/readyz").statusCode() == 503);
            assertThat(program.get("/readyz").body()).isEqualTo("stopping\n");
            assertThat(program.get("/livez").statusCode()).isEqualTo(200);
            assertThat(program.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(program.awaitExit()).isZero();
        }
    }

    @Test
    void aSlowReaderGetsTheRestOfItsPage() throws Exception {
        try (ExporterProcess program = program();
                RawClient slow = new RawClient(program.scrapePort(), 4096).send(PATIENT_SCRAPE)) {
            await().atMost(PATIENCE)
                    .until(() -> program.getManagement("/metrics")
                                    .body()
                                    .contains("metrics_server_prom_http_unsent_bytes{port=\"scrape\"} 0.0")
                            == false);
            program.process().destroy();
            await().atMost(PATIENCE).until(() -> program.output().contains("Stopping"));

            Answer page = slow.read();
            assertThat(page.header("Content-Length")).isEqualTo(Integer.toString(page.body().length));
            assertThat(page.text()).contains("\nmetrics_server_prom_up 1\n");
            assertThat(program.awaitExit()).isZero();
        }
    }

    @Test
    void whatDoesNotEndWithinTheGraceIsCutOffAndASecondSignalChangesNothing() throws Exception {
        try (ExporterProcess program = program("EXPORTER_STOP_GRACE", "2s")) {
            cluster.faults().set(DemoTarget.POD_METRICS, Fault.hang(Fault.Where.BEFORE_HEADERS));
            try (RawClient scrape = scrapeUnderWay(program)) {
                long start = System.nanoTime();
                program.process().destroy();
                await().atMost(PATIENCE).until(() -> program.output().contains("Stopping"));
                program.process().destroy();

                assertThat(program.awaitExit()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("not the 60 s of the scrape, nor the 30 s of the default")
                        .isLessThan(Duration.ofSeconds(20));
                assertThat(scrape.read().status()).isEqualTo(-1);
            }
            assertThat(program.output()).contains("did not end within 2 s (exporter.stop-grace)");
        }
    }

    @Test
    void afterAKillItStartsAgainAtOnceOnTheSamePortsAndNothingIsLeft() throws Exception {
        String[] ports = {
            "CAMEL_SERVER_PORT", Integer.toString(freePort()), "CAMEL_MANAGEMENT_PORT", Integer.toString(freePort())
        };
        for (int i = 0; i < 2; i++) {
            try (ExporterProcess program = program(ports)) {
                cluster.faults().set(DemoTarget.POD_METRICS, Fault.latency(Duration.ofSeconds(30)));
                try (RawClient scrape = scrapeUnderWay(program)) {
                    program.process().destroyForcibly();

                    assertThat(program.awaitExit()).isEqualTo(137);
                    assertThat(scrape.read().status()).isEqualTo(-1);
                }
                cluster.faults().clear();
            }
        }
        assertThat(left()).isEmpty();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary())) {
            return files.map(file -> file.getFileName().toString())
                    // The JVM's own, which the next JVM of the user removes.
                    .filter(name -> !name.startsWith("hsperfdata_"))
                    .toList();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
