// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.selection.Namespaces;
import io.github.metricsserverprom.selection.PodSelection;
import io.github.metricsserverprom.selection.ReadPlan;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way a cluster can fail to answer, as the exact last line of the report and its verdict. */
class StartupReportIT {

    private static final TestPki PKI = new TestPki("authority");
    private static final TestPki OTHER = new TestPki("other");
    private static Vertx vertx;
    private static ApiServerDouble server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        server = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void answerWell() {
        server.admits = request -> true;
        server.answers = request -> answer(request, 200, "{\"gitVersion\":\"v1.36.0\",\"status\":{\"allowed\":true}}");
    }

    @Test
    void everyStepIsReportedInItsOrder() throws Exception {
        StartupReport report = report(cluster(server), "{token: t}", List.of());
        assertThat(report.checks())
                .extracting(Check::line)
                .containsExactly(
                        "kubeconfig: OK: " + folder.resolve("config"),
                        "context: OK: test (cluster test)",
                        "user: OK: test, token",
                        "server: OK: https://127.0.0.1:" + server.port(),
                        "tls: OK: server certificate checked against certificate-authority-data in "
                                + folder.resolve("config") + " line 8 (CN=authority)",
                        "reachable: OK: https://127.0.0.1:" + server.port() + ", Kubernetes v1.36.0",
                        "metrics API: OK: metrics.k8s.io/v1beta1 is registered and answers",
                        "reads: OK: node_metrics, pod_metrics, pods (watch); namespaces: all",
                        "rights: OK: may list nodes.metrics.k8s.io",
                        "rights: OK: may list pods.metrics.k8s.io",
                        "rights: OK: may list pods",
                        "rights: OK: may watch pods");
        assertThat(report.verdict()).isEqualTo(StartupReport.Verdict.READY);
        assertThat(report.ok()).isTrue();
    }

    @Test
    void namespacesAreAskedForOneByOne() throws Exception {
        server.answers = request -> request.bodyHandler(body -> answer(
                request,
                200,
                new JsonObject()
                        .put(
                                "status",
                                new JsonObject().put("allowed", body.toString().contains("team-a")))
                        .encode()));
        StartupReport report = report(cluster(server), "{token: t}", List.of("team-a", "team-b"));
        assertThat(report.checks().subList(7, report.checks().size()))
                .extracting(Check::line)
                .containsExactly(
                        "reads: OK: pod_metrics, pods (watch); namespaces: team-a, team-b",
                        "rights: OK: may list pods.metrics.k8s.io in team-a",
                        "rights: WARN: may not list pods.metrics.k8s.io in team-b; allow it with a Role, or run without it",
                        "rights: OK: may list pods in team-a",
                        "rights: OK: may watch pods in team-a",
                        "rights: WARN: may not list pods in team-b; allow it with a Role, or run without it",
                        "rights: WARN: may not watch pods in team-b; allow it with a Role, or run without it");
        assertThat(report.verdict()).isEqualTo(StartupReport.Verdict.READY);
    }

    @Test
    void rightsThatCannotBeAskedForAreNoReasonNotToBegin() throws Exception {
        server.answers = request -> {
            if (request.path().contains("selfsubjectaccessreviews")) {
                request.connection().close();
            } else {
                answer(request, 200, "{}");
            }
        };
        StartupReport report = report(cluster(server), "{token: t}", List.of());
        assertThat(report.checks().get(report.checks().size() - 1).line())
                .isEqualTo("rights: WARN: they could not be asked for: https://127.0.0.1:" + server.port()
                        + ": the connection ended before the answer did; the first scrape will tell");
        assertThat(report.verdict()).isEqualTo(StartupReport.Verdict.READY);
    }

    @Test
    void ofManyNamespacesOnlyTheFirstAreAskedFor() throws Exception {
        AtomicInteger reviews = new AtomicInteger();
        server.answers = request -> {
            reviews.addAndGet(request.path().contains("selfsubjectaccessreviews") ? 1 : 0);
            answer(request, 200, "{\"status\":{\"allowed\":true}}");
        };
        List<String> namespaces =
                IntStream.range(0, 50).mapToObj("team-%02d"::formatted).toList();
        StartupReport report = report(cluster(server), "{token: t}", namespaces);
        assertThat(report.checks().get(report.checks().size() - 1).line())
                .isEqualTo("rights: OK: not asked for 30 further namespaces");
        assertThat(reviews).hasValue(60);
    }

    @Test
    void noRightToAnyMetricFails() throws Exception {
        server.answers = request -> answer(request, 200, "{\"status\":{\"allowed\":false}}");
        StartupReport report = report(cluster(server), "{token: t}", List.of());
        assertThat(report.checks().get(8).line())
                .isEqualTo(
                        "rights: FAIL: may not list nodes.metrics.k8s.io; allow it with a ClusterRole, or run without"
                                + " it");
        assertThat(report.verdict()).isEqualTo(StartupReport.Verdict.NOT_NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/version | 401 | | reachable: FAIL: SERVER does not accept the credentials (401); check that the token or certificate is for this cluster and not expired",
                "/apis | 401 | | metrics API: FAIL: SERVER does not accept the credentials (401); check that the token or certificate is for this cluster and not expired",
                "/apis | 403 | {\"kind\":\"Status\",\"message\":\"forbidden: \\\"x\\\"\"} | metrics API: FAIL: SERVER forbids it (403, forbidden: \"x\"); bind a role that allows it to this user or service account",
                "/apis | 404 | 404 page not found | metrics API: FAIL: metrics.k8s.io/v1beta1 is not registered at SERVER (404); install metrics-server in the cluster",
                "/apis | 503 | service unavailable | metrics API: FAIL: metrics.k8s.io/v1beta1 is registered at SERVER, but metrics-server does not answer (503); look at the metrics-server: kubectl -n kube-system get pods -l k8s-app=metrics-server",
                "/apis | 500 | <html> | metrics API: FAIL: SERVER answers with status 500; look at the log of the API server",
                "/apis | 302 | | metrics API: FAIL: SERVER answers with status 302; give the address it redirects to as the server"
            })
    void statusIsExplained(String path, int status, String body, String line) throws Exception {
        server.answers =
                request -> answer(request, request.path().startsWith(path) ? status : 200, body == null ? "" : body);
        assertLast(
                cluster(server),
                "{token: t}",
                line.replace("SERVER", "https://127.0.0.1:" + server.port()),
                StartupReport.Verdict.NOT_NOW);
    }

    @Test
    void noAnswerInTimeIsExplained() throws Exception {
        server.answers = request -> {};
        assertLast(
                cluster(server),
                "{token: t}",
                "reachable: FAIL: https://127.0.0.1:" + server.port()
                        + ": no answer in time; raise the deadline or look at the load of the API server",
                StartupReport.Verdict.NOT_NOW);
    }

    @Test
    void cutConnectionIsExplained() throws Exception {
        server.answers = request -> request.connection().close();
        assertLast(
                cluster(server),
                "{token: t}",
                "reachable: FAIL: https://127.0.0.1:" + server.port() + ": the connection ended before the answer did;"
                        + " look at the API server and at proxies and load balancers on the way",
                StartupReport.Verdict.NOT_NOW);
    }

    @Test
    void refusedConnectionIsExplained() throws Exception {
        String closed = "https://127.0.0.1:" + freePort();
        assertLast(
                "{server: '" + closed + "'}",
                "{token: t}",
                "reachable: FAIL: " + closed + ": connection refused; check that the API server runs there and that the"
                        + " port is right; in a container, 127.0.0.1 is the container itself",
                StartupReport.Verdict.NOT_NOW);
    }

    @Test
    void unknownHostIsExplained() throws Exception {
        assertLast(
                "{server: 'https://nowhere.invalid:6443'}",
                "{token: t}",
                "reachable: FAIL: https://nowhere.invalid:6443: the host name is not known; check the server in the"
                        + " kubeconfig and the DNS of this machine or container",
                StartupReport.Verdict.NOT_NOW);
    }

    @Test
    void refusingProxyIsExplained() throws Exception {
        try (ProxyDouble proxy = new ProxyDouble(vertx)) {
            proxy.refusal = 407;
            assertLast(
                    "{server: 'https://api.example:6443', proxy-url: 'http://127.0.0.1:" + proxy.port() + "'}",
                    "{token: t}",
                    "reachable: FAIL: https://api.example:6443: the proxy answers 407; check proxy-url or HTTPS_PROXY,"
                            + " its user and password, and whether NO_PROXY should name the server",
                    StartupReport.Verdict.NOT_NOW);
        }
    }

    @Test
    void proxyThatIsNotThereIsExplained() throws Exception {
        assertLast(
                "{server: 'https://api.example:6443', proxy-url: 'http://127.0.0.1:" + freePort() + "'}",
                "{token: t}",
                "reachable: FAIL: https://api.example:6443: the proxy cannot be reached; check proxy-url or"
                        + " HTTPS_PROXY, its user and password, and whether NO_PROXY should name the server",
                StartupReport.Verdict.NOT_NOW);
    }

    @Test
    void foreignAuthorityIsExplained() throws Exception {
        assertTls(
                OTHER,
                PKI.server("127.0.0.1"),
                "the server's certificate is not signed by the configured certificate"
                        + " authority; give the certificate-authority of this cluster");
    }

    @Test
    void otherNameIsExplained() throws Exception {
        assertTls(
                PKI,
                PKI.server("api.example"),
                "the server's certificate is for another name; use a host name of the"
                        + " certificate in the server URL, or set tls-server-name");
    }

    @Test
    void expiredServerCertificateIsExplained() throws Exception {
        TestPki.Issued expired = PKI.issue("old", TestPki.ec(), Instant.now().minus(Duration.ofHours(1)), "127.0.0.1");
        assertTls(
                PKI,
                expired,
                "the server's certificate is expired; renew the certificates of the cluster, and check the"
                        + " clock here");
    }

    @Test
    void plainHttpPortIsExplained() throws Exception {
        try (ApiServerDouble plain = ApiServerDouble.plain(vertx)) {
            String address = "https://127.0.0.1:" + plain.port();
            assertLast(
                    "{server: '" + address + "'}",
                    "{token: t}",
                    "reachable: FAIL: " + address
                            + ": the answer is not TLS; check the port, or use http:// if it is a proxy",
                    StartupReport.Verdict.NOT_NOW);
        }
    }

    @Test
    void refusedClientCertificateIsExplained() throws Exception {
        TestPki.Issued foreign = OTHER.client("alice");
        try (ApiServerDouble strict = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"), PKI, ClientAuth.REQUIRED)) {
            assertLast(
                    cluster(strict),
                    "{client-certificate-data: " + base64(foreign.certificate()) + ", client-key-data: "
                            + base64(foreign.key()) + "}",
                    "reachable: FAIL: https://127.0.0.1:" + strict.port() + ": the server does not accept the client"
                            + " certificate (bad_certificate); check that it is for this cluster and not expired",
                    StartupReport.Verdict.NOT_NOW);
        }
    }

    @Test
    void expiredClientCertificateIsSeenBeforeItIsRefused() throws Exception {
        Instant end = Instant.parse("2026-01-01T00:00:00Z");
        TestPki.Issued expired = PKI.issue("alice", TestPki.ec(), end);
        StartupReport report = report(
                cluster(server),
                "{client-certificate-data: " + base64(expired.certificate()) + ", client-key-data: "
                        + base64(expired.key()) + "}",
                List.of());
        assertThat(report.checks())
                .extracting(Check::line)
                .contains("access: FAIL: client certificate CN=alice expired at 2026-01-01T00:00:00Z; issue a new one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo could not log in >&2; exit 3 | exit code 3; it says: could not log in; run the command by hand with the same environment | NOT_NOW",
                "exit 1 | exit code 1, no message; run the command by hand with the same environment | NOT_NOW",
                "true | the answer is not JSON but empty; check the command and its arguments | NOT_NOW",
                "echo secret-token | the answer is not JSON; check the command and its arguments | NOT_NOW",
                "echo '{\"kind\":\"List\"}' | the answer is no ExecCredential; check the command and its arguments | NOT_NOW",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}' | answers with apiVersion client.authentication.k8s.io/v1beta1, the kubeconfig asks for client.authentication.k8s.io/v1; set the apiVersion of the kubeconfig to what the plugin speaks, or update the plugin | CANNOT_WORK",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}' | the answer holds neither a token nor a client certificate; run it by hand | NOT_NOW",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"k\",\"token\":\"t\"}}' | the answer holds only one of clientCertificateData and clientKeyData; both are needed | NOT_NOW",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"soon\"}}' | expirationTimestamp is not a time as in RFC 3339; update the plugin | NOT_NOW",
                "sleep 60 | no answer within 1 s; it may wait for input or for the network; run it by hand | NOT_NOW"
            })
    void pluginFailureIsExplained(String script, String text, StartupReport.Verdict verdict) throws Exception {
        TestKubeconfig.script(folder.resolve("plugin"), "#!/bin/sh\n" + script + "\n");
        assertLast(
                cluster(server),
                "{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1}}",
                "reachable: FAIL: exec plugin ./plugin of user test (" + folder.resolve("config") + " line 12): "
                        + text,
                verdict);
    }

    private void assertTls(TestPki trusted, TestPki.Issued certificate, String text) throws Exception {
        try (ApiServerDouble other = ApiServerDouble.tls(vertx, certificate)) {
            String address = "https://127.0.0.1:" + other.port();
            assertLast(
                    "{server: '" + address + "', certificate-authority-data: " + base64(trusted.certificate()) + "}",
                    "{token: t}",
                    "reachable: FAIL: " + address + ": " + text,
                    StartupReport.Verdict.NOT_NOW);
        }
    }

    private void assertLast(String cluster, String user, String line, StartupReport.Verdict verdict) throws Exception {
        StartupReport report = report(cluster, user, List.of());
        assertThat(report.checks().get(report.checks().size() - 1).line()).isEqualTo(line);
        assertThat(report.verdict()).isEqualTo(verdict);
        assertThat(report.ok()).isFalse();
    }

    private StartupReport report(String cluster, String user, List<String> namespaces) throws IOException {
        Path file = TestKubeconfig.write(folder.resolve("config"), TestKubeconfig.text(cluster, user));
        AccessSettings settings = TestKubeconfig.settings(file)
                .change()
                .timeouts(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1))
                .done();
        try (ClusterAccess access = ClusterAccess.open(settings, vertx)) {
            PodSelection pods = new PodSelection(new Namespaces(namespaces), NamespaceDenylist.NONE, LabelSelector.ALL);
            ReadPlan plan = ReadPlan.of(EnumSet.allOf(Collector.class), pods, "watch", "off");
            return StartupReport.of(access, "test", plan, Duration.ofSeconds(3));
        }
    }

    private static String cluster(ApiServerDouble server) {
        return "{server: 'https://127.0.0.1:" + server.port() + "', certificate-authority-data: "
                + base64(PKI.certificate()) + "}";
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
