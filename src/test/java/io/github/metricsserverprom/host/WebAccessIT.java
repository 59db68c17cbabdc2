// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.github.metricsserverprom.testing.ExpositionParser;
import io.github.metricsserverprom.web.TlsClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The running program behind TLS, passwords and bearer tokens. */
class WebAccessIT {

    private static final String YAML =
            """
            tls_server_config:
              cert_file: tls.crt
              key_file: tls.key
            basic_auth_users:
              prometheus: $2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi
            """;
    private static final String PROMETHEUS =
            "Basic " + Base64.getEncoder().encodeToString("prometheus:fakepassword".getBytes());

    private final TestPki authority = new TestPki("authority");
    private Path home;
    private Path webConfig;

    @BeforeEach
    void install(@TempDir Path folder) throws Exception {
        home = RunningExporter.install(folder);
        webConfig = Files.writeString(home.resolve("web.yml"), YAML);
        newCertificate();
    }

    private void newCertificate() throws Exception {
        TestPki.Issued issued = authority.server("localhost");
        Files.writeString(home.resolve("tls.crt"), issued.certificate());
        Files.writeString(home.resolve("tls.key"), issued.key());
    }

    private RunningExporter secured() throws Exception {
        return RunningExporter.start(home, Map.of("EXPORTER_WEB_CONFIG_FILE", webConfig.toString()));
    }

    private TlsClient client() {
        return new TlsClient(authority);
    }

    @Test
    void bothServersSpeakTlsAndAskForThePasswordButForProbes() throws Exception {
        try (RunningExporter exporter = secured()) {
            for (URI page : List.of(exporter.scrape("/metrics"), exporter.management("/metrics"))) {
                URI uri = RunningExporter.https(page);
                assertThat(client().get(uri).statusCode()).isEqualTo(401);
                HttpResponse<String> answer = client().get(uri, "Authorization", PROMETHEUS);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("# TYPE ");
                for (String probe : List.of("/livez", "/readyz")) {
                    assertThat(client().get(uri.resolve(probe)).statusCode()).isEqualTo(200);
                }
            }
            assertThat(client().get(RunningExporter.https(exporter.scrape("/snapshot")))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(reload(exporter, "none").statusCode()).isEqualTo(401);
            assertThat(reload(exporter, PROMETHEUS).statusCode()).isEqualTo(200);
        }
    }

    /** Prometheus speaks HTTP/2 wherever there is TLS. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/metrics", "/snapshot", "/healthz", "/", "/readyz", "/nowhere", "/metrics?context=unknown"})
    void anAnswerIsTheSameOverHttp2(String path) throws Exception {
        try (RunningExporter exporter = secured()) {
            URI uri = RunningExporter.https(exporter.scrape(path));
            HttpResponse<byte[]> first = send(HttpClient.Version.HTTP_1_1, "GET", uri);
            for (String method : List.of("GET", "POST")) {
                HttpResponse<byte[]> old = send(HttpClient.Version.HTTP_1_1, method, uri);
                HttpResponse<byte[]> next = send(HttpClient.Version.HTTP_2, method, uri);

                assertThat(next.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(next.statusCode()).as(method).isEqualTo(old.statusCode());
                assertThat(next.headers().firstValue("Content-Type"))
                        .isEqualTo(old.headers().firstValue("Content-Type"));
                assertThat(next.headers().firstValue("Content-Encoding"))
                        .isEqualTo(old.headers().firstValue("Content-Encoding"));
                // Times differ from page to page, and by a few bytes their lengths.
                assertThat(next.body().length)
                        .as(method)
                        .isBetween(old.body().length * 9 / 10, old.body().length * 11 / 10 + 1);
            }
            assertThat(first.body()).isNotEmpty();
        }
    }

    /** What the pipeline's own tests prove for HTTP/1.1, for the names that Camel's Kubernetes component obeys. */
    @Test
    void noHeaderThatCamelObeysComesInOverHttp2() throws Exception {
        Files.writeString(
                home.resolve("routes/echo.camel.yaml"),
                """
                - route:
                    id: echo
                    description: Answers with the headers that it got.
                    from:
                      uri: platform-http:/echo
                      steps:
                        - setBody:
                            simple: "seen: ${headers}"
                """);
        List<String> names = new ArrayList<>();
        for (Field constant : KubernetesConstants.class.getFields()) {
            if (constant.getType() == String.class && ((String) constant.get(null)).startsWith("Camel")) {
                names.add((String) constant.get(null));
            }
        }
        assertThat(names).hasSizeGreaterThan(50).contains(KubernetesConstants.KUBERNETES_NAMESPACE_NAME);
        try (RunningExporter exporter = secured()) {
            HttpClient client = client().http(HttpClient.Version.HTTP_2).client();
            for (String name : names) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(RunningExporter.https(exporter.scrape("/echo?" + name + "=evil")))
                                .header("Authorization", PROMETHEUS)
                                .header(name, "evil")
                                .header("x-harmless", "good")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                String seen = answer.body().replaceAll("CamelHttp(Raw)?(Query|Uri|Url)=[^,}]*", "");
                assertThat(seen).contains("x-harmless=good").doesNotContain("evil");
            }
        }
    }

    private HttpResponse<byte[]> send(HttpClient.Version version, String method, URI uri) throws Exception {
        return client().http(version)
                .client()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", PROMETHEUS)
                                .header("Accept-Encoding", "gzip")
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> reload(RunningExporter exporter, String authorization) throws Exception {
        return client().client()
                .send(
                        HttpRequest.newBuilder(RunningExporter.https(exporter.management("/-/reload")))
                                .header("Authorization", authorization)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aBrokenFileIsToldByReloadProbeAndMetricAndChangesNothing() throws Exception {
        try (RunningExporter exporter = secured()) {
            Files.writeString(webConfig, YAML.replace("cert_file", "cert_fil"));
            String finding = webConfig + ":2: unknown key tls_server_config.cert_fil; did you mean cert_file?";

            HttpResponse<String> answer = reload(exporter, PROMETHEUS);

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains(finding);
            HttpResponse<String> ready = client().get(RunningExporter.https(exporter.scrape("/readyz")));
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).startsWith("ready, but:\n").contains(finding);
            assertThat(client().get(RunningExporter.https(exporter.scrape("/")), "Authorization", PROMETHEUS)
                            .body())
                    .contains("Needs attention", "unknown key tls_server_config.cert_fil");
            URI self = RunningExporter.https(exporter.management("/metrics"));
            assertThat(client().get(self, "Authorization", PROMETHEUS).body())
                    .contains("\nmetrics_server_prom_web_config_last_reload_successful 0.0\n")
                    .contains("\nmetrics_server_prom_config_last_reload_successful 1.0\n");

            Files.writeString(webConfig, YAML);
            assertThat(reload(exporter, PROMETHEUS).statusCode()).isEqualTo(200);
            assertThat(client().get(self).statusCode()).isEqualTo(401);
            assertThat(client().get(self, "Authorization", PROMETHEUS).body())
                    .contains("\nmetrics_server_prom_web_config_last_reload_successful 1.0\n")
                    .contains(
                            "\nmetrics_server_prom_refused_requests_total{reason=\"credentials\",server=\"management\"}")
                    .contains("\nmetrics_server_prom_web_certificate_expiry_timestamp_seconds ");
        }
    }

    @Test
    void certificatesAreReplacedWhileScrapesGoOnAndNoneFails() throws Exception {
        try (RunningExporter exporter = secured()) {
            URI uri = RunningExporter.https(exporter.scrape("/metrics"));
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger scrapes = new AtomicInteger();
            CompletableFuture<Void> newConnections = scrapeUntil(stop, uri, scrapes, true);
            CompletableFuture<Void> keptConnection = scrapeUntil(stop, uri, scrapes, false);
            for (int i = 0; i < 5; i++) {
                var before = client().certificate(uri.resolve("/livez"));
                newCertificate();
                await().atMost(Duration.ofSeconds(20)).until(() -> !client().certificate(uri.resolve("/livez"))
                        .equals(before));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> scrapes.get() >= 100);
            stop.set(true);
            newConnections.join();
            keptConnection.join();
        }
    }

    /** Scrapes one after another; fails with the first scrape that does. */
    private CompletableFuture<Void> scrapeUntil(AtomicBoolean stop, URI uri, AtomicInteger count, boolean anew) {
        TlsClient tls = client().http(anew ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2);
        var kept = tls.client();
        return CompletableFuture.runAsync(() -> {
            try {
                while (!stop.get()) {
                    HttpResponse<String> answer = (anew ? tls.client() : kept)
                            .send(
                                    HttpRequest.newBuilder(uri)
                                            .header("Authorization", PROMETHEUS)
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode()).isEqualTo(200);
                    ExpositionParser.parse(ExpositionFormat.TEXT_0_0_4, answer.body());
                    count.incrementAndGet();
                }
            } catch (Exception e) {
                throw new IllegalStateException("scrape " + count.get() + " failed", e);
            }
        });
    }

    @Test
    void aCallerNeedsATokenOnceTheSettingSaysSo() throws Exception {
        try (RunningExporter exporter = RunningExporter.start(home)) {
            assertThat(exporter.get(exporter.scrape("/metrics")).statusCode()).isEqualTo(200);
            Files.writeString(
                    exporter.properties(),
                    Files.readString(exporter.properties()).replace("exporter.auth=none", "exporter.auth=kubernetes"));
            assertThat(exporter.reload().statusCode()).isEqualTo(200);

            for (URI page : List.of(exporter.scrape("/metrics"), exporter.management("/metrics"))) {
                assertThat(exporter.get(page).statusCode()).isEqualTo(401);
                assertThat(exporter.get(page, "Authorization", "Bearer nonsense")
                                .statusCode())
                        .isEqualTo(401);
                assertThat(exporter.get(page.resolve("/readyz")).body()).isEqualTo("ready\n");
            }
            assertThat(exporter.reload().statusCode()).isEqualTo(401);
        }
    }

    /** What servers of this kind offer now and then; none of it is here. */
    private static final List<String> FOREIGN = List.of(
            "/q/dev",
            "/q/dev-ui",
            "/observe/dev/console",
            "/dev/console",
            "/observe/upload/x",
            "/upload/x",
            "/observe/download",
            "/observe/jolokia",
            "/jolokia",
            "/observe/info",
            "/observe/send",
            "/routes",
            "/route-dump",
            "/actuator",
            "/actuator/env",
            "/env",
            "/heapdump",
            "/debug/pprof/",
            "/application.properties",
            "/routes/metrics.camel.yaml",
            "/../application.properties",
            "/%2e%2e/application.properties",
            "/static/..%2fapplication.properties",
            "/-/quit",
            "/-/config");

    @Test
    void thereIsNoConsoleUploadOrDump() throws Exception {
        try (RunningExporter exporter = RunningExporter.start(home)) {
            for (String path : FOREIGN) {
                for (URI uri : List.of(exporter.scrape(path), exporter.management(path))) {
                    for (String method : List.of("GET", "PUT", "POST")) {
                        assertThat(exporter.send(method, uri).statusCode())
                                .as(method + " " + uri)
                                .isEqualTo(404);
                    }
                }
            }
        }
    }

    @Test
    void aBrokenFileEndsTheStartAndIsFoundByTheCheck() throws Exception {
        Files.writeString(webConfig, YAML.replace("tls.key", "nope.key"));
        String finding = webConfig + ":3: tls_server_config.key_file cannot be used: " + home.resolve("nope.key")
                + ": no such file\n";

        assertThat(run("--demo", "--web.config.file", webConfig.toString())).isEqualTo("1\n" + finding);
        assertThat(run("check", "--web.config.file", webConfig.toString())).isEqualTo("1\n" + finding);
        assertThat(run("check", "--web.config.file", "nowhere.yml")).isEqualTo("1\nnowhere.yml: no such file\n");
        Files.writeString(webConfig, YAML);
        assertThat(run("check", "--web.config.file", webConfig.toString())).startsWith("0\nOK: ");
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        var line = new ExporterCommand(RunningExporter.ENVIRONMENT, new Properties()).commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        String[] all = Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "--routes";
        all[arguments.length + 1] = home.resolve("routes").toString();
        all[arguments.length + 2] = "--config";
        all[arguments.length + 3] = home.resolve("application.properties").toString();
        int exit = line.execute(all);
        return exit + "\n" + out;
    }
}
