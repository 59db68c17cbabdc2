// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials, certificates and files change while a client that somebody holds goes on reading. */
class RotationIT {

    private static final TestPki PKI = new TestPki("first authority");
    private static Vertx vertx;

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
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
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void rotatedTokenFileCostsNoScrape() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "token-0");
        try (ClusterAccess access = open("{tokenFile: " + token + "}")) {
            KubernetesClient client = access.client();
            for (int round = 0; round < 50; round++) {
                TestKubeconfig.write(token, "token-" + round);
                server.demandToken("token-" + round);
                read(client);
                read(client);
            }
        }
        assertThat(server.authorizations).hasSize(100);
    }

    @Test
    void rotatedClientCertificateIsShownOnNewConnections() throws Exception {
        TestPki.Issued first = PKI.client("first");
        TestPki.Issued second = PKI.client("second");
        Files.writeString(folder.resolve("crt"), first.certificate());
        Files.writeString(folder.resolve("key"), first.key());
        try (ClusterAccess access = open("{client-certificate: crt, client-key: key}")) {
            KubernetesClient client = access.client();
            server.demandUser("first");
            read(client);
            TestKubeconfig.write(folder.resolve("key"), second.key());
            read(client);
            assertThat(access.problem("test")).hasValueSatisfying(problem -> assertThat(problem)
                    .contains("certificate and key do not belong together"));
            TestKubeconfig.write(folder.resolve("crt"), second.certificate());
            server.demandUser("second");
            read(client);
            assertThat(access.problem("test")).isEmpty();
        }
    }

    @Test
    void rotatedAuthorityIsTrustedWithoutRestart() throws Exception {
        TestPki next = new TestPki("next authority");
        Files.writeString(folder.resolve("ca"), PKI.certificate());
        int port = server.port();
        try (ClusterAccess access =
                open("{server: 'https://127.0.0.1:" + port + "', certificate-authority: ca}", "{token: t}")) {
            read(access.client());
            TestKubeconfig.write(folder.resolve("ca"), PKI.certificate() + next.certificate());
            read(access.client());
            server.close();
            server = ApiServerDouble.tls(vertx, next.server("127.0.0.1"), port);
            read(access.client());
            assertThat(server.requests).hasSize(1);
            assertThat(access.movedOn()).isFalse();
        }
    }

    @Test
    void expiringPluginCredentialIsRenewedBeforeItEnds() throws Exception {
        countingPlugin("\"expirationTimestamp\":\"" + clock.instant().plus(Duration.ofMinutes(10)) + "\",");
        try (ClusterAccess access = open("{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1}}")) {
            server.demandToken("token-1");
            read(access.client());
            clock.advance(Duration.ofMinutes(8));
            read(access.client());
            assertThat(runs()).isEqualTo(1);
            server.demandToken("token-1", "token-2");
            clock.advance(Duration.ofMinutes(1).plusSeconds(30));
            read(access.client());
            assertThat(runs()).isEqualTo(2);
        }
    }

    @Test
    void burstOfRefusalsRunsThePluginOnce() throws Exception {
        countingPlugin("");
        ExecutorService scrapers = Executors.newFixedThreadPool(16);
        try (ClusterAccess access = open("{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1}}")) {
            server.demandToken("token-1");
            read(access.client());
            clock.advance(Duration.ofSeconds(30));
            server.demandToken("token-2");
            List<CompletableFuture<Void>> scrapes = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                scrapes.add(CompletableFuture.runAsync(() -> read(access.client()), scrapers));
            }
            CompletableFuture.allOf(scrapes.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            assertThat(runs()).isEqualTo(2);
        } finally {
            scrapers.shutdownNow();
        }
    }

    @Test
    void refusalThatStaysIsReportedAfterOneRefresh() throws Exception {
        countingPlugin("");
        server.demandToken("never");
        try (ClusterAccess access = open("{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1}}")) {
            clock.advance(Duration.ofSeconds(30));
            assertThatThrownBy(() -> read(access.client()))
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                            .isEqualTo(401));
            clock.advance(Duration.ofSeconds(30));
            assertThatThrownBy(() -> read(access.client())).isInstanceOf(KubernetesClientException.class);
            assertThat(runs()).isEqualTo(2);
            assertThat(server.authorizations).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
        }
    }

    @Test
    void refusedWatchIsOpenedAgainWithTheNewToken() throws Exception {
        countingPlugin("");
        server.demandToken("token-1");
        server.answers = request -> {
            if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
                request.toWebSocket();
            } else {
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .end("{\"kind\":\"NodeMetricsList\","
                                + "\"apiVersion\":\"metrics.k8s.io/v1beta1\",\"metadata\":{},\"items\":[]}");
            }
        };
        try (ClusterAccess access = open("{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1}}")) {
            read(access.client());
            clock.advance(Duration.ofSeconds(30));
            server.demandToken("token-2");
            Watch watch = access.client().pods().inAnyNamespace().watch(new Ignoring());
            assertThat(server.authorizations.get(server.authorizations.size() - 1))
                    .isEqualTo("Bearer token-2");
            watch.close();
        }
    }

    @Test
    void editedUserIsFollowedByTheSameClientAndABadEditIsNot() throws Exception {
        try (ClusterAccess access = open("{token: a}")) {
            KubernetesClient client = access.client();
            read(client);
            Files.writeString(folder.resolve("config"), "clusters: [broken");
            assertThat(access.movedOn()).isFalse();
            read(client);
            assertThat(access.problem("test")).hasValueSatisfying(problem -> assertThat(problem)
                    .startsWith("" + folder.resolve("config"))
                    .contains("not valid YAML"));
            write(cluster(server), "{token: b}");
            read(client);
            assertThat(server.authorizations).containsExactly("Bearer a", "Bearer a", "Bearer b");
            assertThat(access.movedOn()).isFalse();
            assertThat(access.problem("test")).isEmpty();
        }
    }

    @Test
    void tokenFileIsReadAgainWhileTheKubeconfigIsBroken() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "one");
        try (ClusterAccess access = open("{tokenFile: " + token + "}")) {
            server.demandToken("one");
            read(access.client());
            Files.writeString(folder.resolve("config"), "clusters: [broken");
            TestKubeconfig.write(token, "two");
            server.demandToken("two");
            read(access.client());
        }
    }

    @Test
    void editThatLeadsToAnotherClusterIsToldAndNotFollowed() throws Exception {
        try (ApiServerDouble other = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"));
                ClusterAccess access = open("{token: a}")) {
            read(access.client());
            write(cluster(other), "{token: b}");
            assertThat(access.movedOn()).isTrue();
            read(access.client());
            assertThat(server.authorizations).containsExactly("Bearer a", "Bearer a");
            assertThat(other.requests).isEmpty();
            write(cluster(server), "{token: c}");
            assertThat(access.movedOn()).isFalse();
            read(access.client());
            assertThat(server.authorizations).containsExactly("Bearer a", "Bearer a", "Bearer c");
        }
    }

    @Test
    void currentContextIsFollowedUnlessAContextIsNamed() throws Exception {
        Path file = write(cluster(server), "{token: a}");
        String text = Files.readString(file)
                .replace("clusters:", "- name: second\n  context: {cluster: test, user: test}\nclusters:");
        TestKubeconfig.write(file, text);
        AccessSettings current = TestKubeconfig.settings(file);
        AccessSettings named = current.change().context("test").done();
        try (ClusterAccess following = ClusterAccess.open(current, vertx, clock);
                ClusterAccess fixed = ClusterAccess.open(named, vertx, clock)) {
            TestKubeconfig.write(file, text.replace("current-context: test", "current-context: second"));
            assertThat(following.movedOn()).isTrue();
            assertThat(fixed.movedOn()).isFalse();
            TestKubeconfig.write(file, text.replace("current-context: test", "current-context: third"));
            assertThat(following.movedOn()).isFalse();
            assertThat(following.problem("test"))
                    .hasValue("context third is not in " + file
                            + "; there is: test, second; set KUBE_CONTEXT to one that exists");
            assertThat(fixed.movedOn()).isFalse();
            assertThat(fixed.problem("test")).isEmpty();
        }
    }

    @Test
    void kubeconfigIsNeverWritten() throws Exception {
        countingPlugin("");
        server.demandToken("token-2");
        try (ClusterAccess access = open("{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1}}")) {
            String before = Files.readString(folder.resolve("config"));
            Instant modified =
                    Files.getLastModifiedTime(folder.resolve("config")).toInstant();
            assertThatThrownBy(() -> read(access.client())).isInstanceOf(KubernetesClientException.class);
            assertThat(Files.readString(folder.resolve("config"))).isEqualTo(before);
            assertThat(Files.getLastModifiedTime(folder.resolve("config")).toInstant())
                    .isEqualTo(modified);
        }
    }

    @Test
    void furtherContextsAreReachedAndUnknownOnesRefusedWithTheList() throws Exception {
        try (ApiServerDouble other = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"))) {
            Path file = write(cluster(server), "{token: a}");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("clusters:", "- name: second\n  context: {cluster: second, user: test}\nclusters:")
                            .replace("users:", "- name: second\n  cluster: " + cluster(other) + "\nusers:"));
            AccessSettings settings = TestKubeconfig.settings(file)
                    .change()
                    .contexts(List.of("second"))
                    .idleTimeout(Duration.ofMillis(1))
                    .done();
            try (ClusterAccess access = ClusterAccess.open(settings, vertx, clock)) {
                assertThat(access.contexts()).containsExactly("test", "second");
                read(access.client("second"));
                clock.advance(Duration.ofHours(1));
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(other.openConnections()).isZero());
                read(access.client("second"));
                assertThat(other.requests).hasSize(2);
                assertThat(server.requests).isEmpty();
                assertThatThrownBy(() -> access.client("third"))
                        .hasMessage("context third is not served; served are: test, second; add it to"
                                + " exporter.contexts to serve it");
            }
        }
    }

    private static void read(KubernetesClient client) {
        assertThat(client.top().nodes().metrics().getItems()).isEmpty();
    }

    private ClusterAccess open(String user) throws IOException {
        return open(cluster(server), user);
    }

    private ClusterAccess open(String cluster, String user) throws IOException {
        return ClusterAccess.open(TestKubeconfig.settings(write(cluster, user)), vertx, clock);
    }

    private Path write(String cluster, String user) throws IOException {
        return TestKubeconfig.write(folder.resolve("config"), TestKubeconfig.text(cluster, user));
    }

    private static String cluster(ApiServerDouble server) {
        return "{server: 'https://127.0.0.1:" + server.port() + "', certificate-authority-data: "
                + base64(PKI.certificate()) + "}";
    }

    /** A plugin whose tokens count its runs. */
    private void countingPlugin(String more) throws IOException {
        TestKubeconfig.script(
                folder.resolve("plugin"),
                "#!/bin/sh\necho x >> " + folder.resolve("runs") + "\nn=$(wc -l < " + folder.resolve("runs")
                        + ")\necho '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
                        + "\"status\":{" + more + "\"token\":\"token-'$n'\"}}'\n");
    }

    private int runs() throws IOException {
        return Files.readAllLines(folder.resolve("runs")).size();
    }

    private static final class Ignoring implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {}

        @Override
        public void onClose(WatcherException cause) {}
    }
}
