// SPDX-License-Identifier: MIT
package io.github.metricsserverprom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.github.metricsserverprom.testing.ExpositionPage;
import io.github.metricsserverprom.testing.ExpositionParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program, as a user starts it. */
class ApplicationIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void theDemoServesAPageOfRealFormAndStopsCleanly() throws Exception {
        try (ExporterProcess program =
                ExporterProcess.start(PROJECT, Map.of(), "--demo").awaitServing()) {
            HttpResponse<String> answer = program.get("/metrics");
            ExpositionPage page = ExpositionParser.parse(ExpositionFormat.TEXT_0_0_4, answer.body());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(page.value("metrics_server_prom_up")).isEqualTo("1");
            assertThat(page.samples("kube_metrics_server_node_cpu_usage_cores")).hasSize(3);
            assertThat(page.samples("kube_metrics_server_pod_info")).hasSizeGreaterThan(20);
            assertThat(program.get("/healthz").body()).isEqualTo("ok");
            assertThat(program.get("/livez").body()).isEqualTo("ok\n");
            // A slow machine may take a second look at the cluster.
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(program.get("/readyz").body()).isEqualTo("ready\n"));
            assertThat(program.get("/").body()).contains("metrics-server-prom", "/snapshot", "demo");
            assertThat(program.get("/snapshot").body()).startsWith("{\"context\":");
            assertThat(program.getManagement("/livez").body()).isEqualTo("ok\n");
            assertThat(program.getManagement("/metrics").body())
                    .contains("metrics_server_prom_config_last_reload_successful 1.0", "jvm_memory_used_bytes");

            program.process().destroy();
            assertThat(program.awaitExit()).as("exit code on SIGTERM").isZero();
            assertThat(program.output())
                    .contains("Demo cluster: 3 nodes, 39 pods")
                    .contains("Stopping");
        }
    }

    @Test
    void theDemoIsAsLargeAsAsked() throws Exception {
        Map<String, String> size = Map.of("DEMO_NODES", "7", "DEMO_PODS_PER_NODE", "20");
        try (ExporterProcess program =
                ExporterProcess.start(PROJECT, size, "--demo").awaitServing()) {
            ExpositionPage page = ExpositionParser.parse(
                    ExpositionFormat.TEXT_0_0_4, program.get("/metrics").body());

            assertThat(page.samples("kube_metrics_server_node_cpu_usage_cores")).hasSize(7);
            assertThat(program.output()).contains("7 nodes, 140 pods");
        }
    }

    @Test
    void itRunsFromAnyFolderThatHoldsRoutesAndProperties() throws Exception {
        Files.createDirectory(folder.resolve("my-routes"));
        try (var shipped = Files.list(PROJECT.resolve("routes"))) {
            for (Path route : (Iterable<Path>) shipped::iterator) {
                Files.copy(route, folder.resolve("my-routes").resolve(route.getFileName()));
            }
        }
        Files.writeString(folder.resolve("my.properties"), "exporter.original-names=off\n");

        try (ExporterProcess program = ExporterProcess.start(
                        folder, Map.of(), "--demo", "--routes", "my-routes", "--config", "my.properties")
                .awaitServing()) {
            ExpositionPage page = ExpositionParser.parse(
                    ExpositionFormat.TEXT_0_0_4, program.get("/metrics").body());

            assertThat(page.familyNames())
                    .contains("kube_metrics_server_container_cpu_usage_cores")
                    .doesNotContain("kube_metrics_server_pod_cpu");
        }
    }

    @Test
    void withoutAClusterItSaysSoHintsAtTheDemoAndNeverServesMadeUpNumbers() throws Exception {
        Map<String, String> nowhere = Map.of("HOME", folder.toString());
        try (ExporterProcess program = ExporterProcess.start(PROJECT, nowhere)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .isEqualTo("no way to a cluster found: no kubeconfig at " + folder
                            + "/.kube/config, and no service account of a pod (KUBERNETES_SERVICE_HOST and"
                            + " KUBERNETES_SERVICE_PORT are not set); mount a kubeconfig there, set KUBECONFIG, or run in"
                            + " a pod with a service account\n"
                            + "To look around without a cluster: --demo (mvn -Pdemo) starts a simulated one.\n");
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            CAMEL_SERVER_PORT     | http  | environment variable CAMEL_SERVER_PORT: camel.server.port is 'http', expected a port from 0 to 65535
            EXPORTER_PODS         | maybe | environment variable EXPORTER_PODS: exporter.pods is 'maybe', expected
            EXPORTER_LOG_LEVEL    | loud  | environment variable EXPORTER_LOG_LEVEL: exporter.log-level is 'loud', expected error, warn, info, debug or trace
            """)
    void aBadValueEndsTheStartWithOneLineThatNamesTheKey(String variable, String value, String message)
            throws Exception {
        try (ExporterProcess program = ExporterProcess.start(PROJECT, Map.of(variable, value), "--demo")) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output().lines()).singleElement().asString().startsWith(message);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"CAMEL_SERVER_PORT,camel.server.port", "CAMEL_MANAGEMENT_PORT,camel.management.port"})
    void aPortThatIsTakenEndsTheStartAndNamesTheKey(String variable, String key) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
                ExporterProcess program =
                        ExporterProcess.start(PROJECT, Map.of(variable, "" + taken.getLocalPort()), "--demo")) {
            assertThat(program.awaitExit()).isEqualTo(1);
            // Lines of the report about the cluster, which is made at the same time, may stand around it.
            assertThat(program.output().lines()).anySatisfy(line -> assertThat(line)
                    .startsWith("environment variable " + variable + ": cannot listen on ")
                    .endsWith(":" + taken.getLocalPort() + " (" + key + ", " + variable
                            + "): the port is taken; stop the other program or choose another port"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --routes nowhere         | nowhere: no such folder; run the program where application.properties and routes/ are, or name the folder with --routes
            --config nowhere.properties | nowhere.properties: no such file (--config)
            """)
    void aFileThatIsNotThereIsNamed(String arguments, String message) throws Exception {
        try (ExporterProcess program = ExporterProcess.start(PROJECT, Map.of(), arguments.split(" "))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output()).isEqualTo(message + "\n");
        }
    }

    @Test
    void helpAndVersionPrintAndExitWithZero() throws Exception {
        assertThat(printed("--help")).contains("Usage: metrics-server-prom", "--routes=DIR", "--config=FILE", "--demo");
        assertThat(printed("--version")).startsWith("metrics-server-prom ").contains("Java ");
    }

    private static String printed(String argument) throws IOException, InterruptedException {
        try (ExporterProcess program = ExporterProcess.start(PROJECT, Map.of(), argument)) {
            assertThat(program.awaitExit()).isZero();
            return program.output();
        }
    }

    @Test
    void anUnknownOptionPrintsTheUsageAndExitsWithTwo() throws Exception {
        try (ExporterProcess program = ExporterProcess.start(PROJECT, Map.of(), "--bogus")) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.output()).startsWith("Unknown option: '--bogus'").contains("Usage: metrics-server-prom");
        }
    }

    @Test
    void logsAreJsonWhenAsked() throws Exception {
        try (ExporterProcess program = ExporterProcess.start(PROJECT, Map.of("EXPORTER_LOG_FORMAT", "json"), "--demo")
                .awaitServing()) {
            assertThat(program.output().lines())
                    .allSatisfy(
                            line -> assertThat(line)
                                    .matches(
                                            "\\{\"timestamp\":\"[-0-9T:.]+Z\",\"message\":\".+\",\"logger\":\".+\",.*\"level\":\"(INFO|WARN)\".*}"));
        }
    }
}
