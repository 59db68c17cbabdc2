// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program is scraped many times a second while its credentials change, and the server takes the new ones only, from one moment to
 * the next: not one scrape fails. Each scrape lists nodes and pods of the metrics API and the pods.
 */
class CredentialsWhileScrapingIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final TestPki PKI = new TestPki("authority");
    private static final String PLUGIN = "{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1}}";
    private static final int ROUNDS = 5;
    private static Vertx vertx;

    @TempDir
    private Path folder;

    private ApiServerDouble server;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void serve() throws Exception {
        server = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"), PKI, ClientAuth.REQUEST);
        server.answers = CredentialsWhileScrapingIT::answer;
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void aTokenFileIsRotated() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "token-0");
        server.demandToken("token-0");
        scrapeWithoutFailure("{tokenFile: token}", scrapes -> {
            for (int round = 1; round <= ROUNDS; round++) {
                TestKubeconfig.write(token, "token-" + round + "\n");
                server.demandToken("token-" + round);
                scrapes.awaitMore();
            }
        });
    }

    @Test
    void aClientCertificateIsRotated() throws Exception {
        certificate("alice-0");
        server.demandUser("alice-0");
        scrapeWithoutFailure("{client-certificate: crt, client-key: key}", scrapes -> {
            for (int round = 1; round <= ROUNDS; round++) {
                certificate("alice-" + round);
                server.demandUser("alice-" + round);
                scrapes.awaitMore();
            }
        });
    }

    @Test
    void theCredentialOfAPluginExpiresAgainAndAgain() throws Exception {
        // A token says until when it is good, and the server takes no other.
        TestKubeconfig.script(
                folder.resolve("plugin"),
                "#!/bin/sh\necho run >> " + folder + "/runs\nend=$(($(date +%s) + 12))\n"
                        + credential("\"expirationTimestamp\":\"'$(date -u -d @$end +%Y-%m-%dT%H:%M:%SZ)'\","
                                + "\"token\":\"until-'$end'\""));
        server.admits = request -> {
            String end = request.getHeader("Authorization").replaceFirst("Bearer until-", "");
            return Instant.now().isBefore(Instant.ofEpochSecond(Long.parseLong(end)));
        };
        scrapeWithoutFailure(
                PLUGIN, scrapes -> await().atMost(Duration.ofSeconds(60)).until(() -> runs() >= 3));
    }

    @Test
    void theKubeconfigIsReplacedByOneOfAnotherUserAndAnotherServer() throws Exception {
        TestPki.Issued bob = PKI.client("bob");
        server.demandToken("one");
        try (ApiServerDouble other = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"))) {
            other.answers = CredentialsWhileScrapingIT::answer;
            scrapeWithoutFailure("{token: one}", scrapes -> {
                write(server, "{token: two}");
                server.demandToken("two");
                scrapes.awaitMore();
                write(
                        server,
                        "{client-certificate-data: " + base64(bob.certificate()) + ", client-key-data: "
                                + base64(bob.key()) + "}");
                server.demandUser("bob");
                scrapes.awaitMore();
                write(other, "{token: three}");
                await().atMost(Duration.ofSeconds(30)).until(() -> other.authorizations.contains("Bearer three"));
                scrapes.awaitMore();
            });
        }
    }

    @Test
    void aBurstOfScrapesThatAreRefusedCausesOneRefreshAndOneRetry() throws Exception {
        TestKubeconfig.script(
                folder.resolve("plugin"),
                "#!/bin/sh\necho run >> " + folder + "/runs\n"
                        + credential("\"token\":\"token-'$(wc -l < " + folder + "/runs)'\""));
        server.demandToken("token-1");
        write(server, PLUGIN);
        try (ExporterProcess program =
                ExporterProcess.start(PROJECT, environment()).awaitServing()) {
            assertThat(failure(program)).isNull();
            // A credential is not asked for anew within seconds after it was obtained.
            await().pollDelay(Duration.ofSeconds(6)).until(() -> runs() == 1);
            server.authorizations.clear();
            server.demandToken("token-2");
            List<CompletableFuture<String>> scrapes = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                scrapes.add(CompletableFuture.supplyAsync(() -> failure(program)));
            }
            for (CompletableFuture<String> scrape : scrapes) {
                assertThat(scrape.get(60, TimeUnit.SECONDS)).isNull();
            }
            assertThat(runs()).isEqualTo(2);
            long refused = server.authorizations.stream()
                    .filter("Bearer token-1"::equals)
                    .count();
            long taken = server.authorizations.stream()
                    .filter("Bearer token-2"::equals)
                    .count();
            assertThat(refused).isPositive().isLessThanOrEqualTo(taken);
        }
    }

    /** What is done while the scrapes go on. */
    @FunctionalInterface
    private interface Change {
        void make(Scrapes scrapes) throws Exception;
    }

    /** Waits for scrapes that began after a change. */
    @FunctionalInterface
    private interface Scrapes {
        void awaitMore();
    }

    private void scrapeWithoutFailure(String user, Change change) throws Exception {
        write(server, user);
        AtomicInteger done = new AtomicInteger();
        List<String> failures = new CopyOnWriteArrayList<>();
        ScheduledExecutorService scraper = Executors.newSingleThreadScheduledExecutor();
        try (ExporterProcess program =
                ExporterProcess.start(PROJECT, environment()).awaitServing()) {
            scraper.scheduleWithFixedDelay(
                    () -> {
                        String failure = failure(program);
                        if (failure != null) {
                            failures.add(failure);
                        }
                        done.incrementAndGet();
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            Scrapes scrapes = () -> {
                int before = done.get();
                await().atMost(Duration.ofSeconds(60)).until(() -> done.get() >= before + 10);
            };
            scrapes.awaitMore();
            change.make(scrapes);
            scraper.shutdown();
            assertThat(scraper.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(failures).as("failed of " + done + " scrapes").isEmpty();
        } finally {
            scraper.shutdownNow();
        }
    }

    /** Why a scrape is not what it should be; null when it is. */
    private static String failure(ExporterProcess program) {
        try {
            HttpResponse<String> answer = program.get("/metrics");
            boolean whole = answer.body().contains("metrics_server_prom_up 1\n")
                    && answer.body().contains("kube_metrics_server_node_cpu_usage_cores{node=\"n\"} 0.5");
            return answer.statusCode() == 200 && whole ? null : answer.body();
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    private static void answer(HttpServerRequest request) {
        String body =
                switch (request.path()) {
                    case "/apis/metrics.k8s.io/v1beta1/nodes" ->
                        list(
                                "NodeMetricsList",
                                "metrics.k8s.io/v1beta1",
                                "\"usage\":{\"cpu\":\"500m\",\"memory\":\"1Ki\"}");
                    case "/apis/metrics.k8s.io/v1beta1/pods" ->
                        list("PodMetricsList", "metrics.k8s.io/v1beta1", "\"containers\":[]");
                    case "/api/v1/pods" -> list("PodList", "v1", "\"spec\":{},\"status\":{}");
                    default -> "{}";
                };
        request.response().putHeader("Content-Type", "application/json").end(body);
    }

    private static String list(String kind, String version, String fields) {
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + version + "\",\"metadata\":{\"resourceVersion\":\"1\"},"
                + "\"items\":[{\"metadata\":{\"name\":\"n\",\"namespace\":\"s\"},"
                + "\"timestamp\":\"2026-01-01T00:00:00Z\",\"window\":\"15s\"," + fields + "}]}";
    }

    private Map<String, String> environment() {
        return Map.of(
                "KUBECONFIG",
                folder.resolve("config").toString(),
                "HOME",
                folder.toString(),
                "PATH",
                "/usr/bin:/bin",
                "EXPORTER_PODS",
                "list");
    }

    private void write(ApiServerDouble to, String user) throws IOException {
        TestKubeconfig.write(
                folder.resolve("config"),
                TestKubeconfig.text(
                        "{server: 'https://127.0.0.1:" + to.port() + "', certificate-authority-data: "
                                + base64(PKI.certificate()) + "}",
                        user));
    }

    /** Both files, as a rotation writes them: a moment lies between. */
    private void certificate(String user) throws IOException {
        TestPki.Issued issued = PKI.client(user);
        TestKubeconfig.write(folder.resolve("key"), issued.key());
        TestKubeconfig.write(folder.resolve("crt"), issued.certificate());
    }

    private static String credential(String status) {
        return "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{"
                + status + "}}'\n";
    }

    private int runs() throws IOException {
        return Files.exists(folder.resolve("runs"))
                ? Files.readAllLines(folder.resolve("runs")).size()
                : 0;
    }
}
