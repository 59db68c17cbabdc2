// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.host.ExporterCommand;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every misconfiguration as an operator meets it: what the packaged program prints, whether it ends, what {@code /readyz} says, and what
 * {@code doctor} says of the same. In messages DIR is the folder of the kubeconfig, PORT that of the server.
 */
class MisconfiguredProgramIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final TestPki PKI = new TestPki("authority");
    private static final TestPki OTHER = new TestPki("other");
    private static final String NOWHERE = "{server: 'https://127.0.0.1:1'}";
    private static final String API = "client.authentication.k8s.io/v1";
    private static final String ROLE_NEEDED = "; allow it with a ClusterRole, or run without it";
    private static Vertx vertx;

    @TempDir
    private Path folder;

    /** What is wrong; the kubeconfig is {@code config} in the folder. */
    @FunctionalInterface
    private interface Mistake {
        void make(Path folder, Map<String, String> environment) throws IOException;
    }

    /** A server that is wrong, or that the kubeconfig is wrong about. */
    @FunctionalInterface
    private interface Server {
        ApiServerDouble start() throws Exception;
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Name, mistake, the one line. */
    static Stream<Arguments> whatCannotWork() {
        return Stream.of(
                cannot(
                        "no file",
                        (folder, environment) -> {},
                        "no way to a cluster found: no kubeconfig at DIR/config, and no service account of a pod"
                                + " (KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set); mount a kubeconfig"
                                + " there, set KUBECONFIG, or run in a pod with a service account\n"
                                + "To look around without a cluster: --demo (mvn -Pdemo) starts a simulated one."),
                cannot(
                        "a folder in the place of the file",
                        (folder, environment) -> Files.createDirectory(folder.resolve("config")),
                        "kubeconfig DIR/config: is a folder; a file is expected (a container engine makes a folder when"
                                + " the file to mount does not exist)"),
                cannot(
                        "bad YAML",
                        (folder, environment) ->
                                TestKubeconfig.write(folder.resolve("config"), "clusters:\n- name: a\n  cluster: {x"),
                        "DIR/config line 3: not valid YAML (expected ',' or '}', but got <stream end>); correct the line"),
                cannot(
                        "unknown context",
                        (folder, environment) -> {
                            TestKubeconfig.write(
                                    folder.resolve("config"),
                                    TestKubeconfig.text(NOWHERE, "{}")
                                            .replace(
                                                    "clusters:",
                                                    "- name: b\n  context: {cluster: test, user: test}\nclusters:"));
                            environment.put("KUBE_CONTEXT", "prod");
                        },
                        "context prod is not in DIR/config; there is: test, b; set KUBE_CONTEXT to one that exists"),
                cannot(
                        "unknown further context",
                        (folder, environment) -> {
                            write(folder, NOWHERE, "{}");
                            environment.put("EXPORTER_CONTEXTS", "prod");
                        },
                        "context prod is not in DIR/config; there is: test; set KUBE_CONTEXT to one that exists"),
                cannot(
                        "missing cluster",
                        (folder, environment) -> TestKubeconfig.write(
                                folder.resolve("config"),
                                TestKubeconfig.text(NOWHERE, "{}").replace("{cluster: test,", "{cluster: prod,")),
                        "context test (DIR/config line 5): cluster prod is not in DIR/config; there is: test; correct the"
                                + " name or add the cluster"),
                cannot(
                        "missing user",
                        (folder, environment) -> TestKubeconfig.write(
                                folder.resolve("config"),
                                TestKubeconfig.text(NOWHERE, "{}").replace("user: test}", "user: prod}")),
                        "context test (DIR/config line 5): user prod is not in DIR/config; there is: test; correct the"
                                + " name or add the user"),
                cannot(
                        "missing binary",
                        (folder, environment) -> write(
                                folder,
                                NOWHERE,
                                "{exec: {command: cloud-login, apiVersion: " + API
                                        + ", installHint: \"Get it:\\n\\n  apt install cloud-login\"}}"),
                        "exec plugin cloud-login of user test (DIR/config line 12): not found in PATH; put it into the"
                                + " image or use a credential without a plugin; its install hint: Get it: apt install"
                                + " cloud-login"),
                cannot(
                        "missing token file",
                        (folder, environment) -> write(folder, NOWHERE, "{tokenFile: token}"),
                        "tokenFile DIR/token (named in DIR/config line 11): no such file; mount it at this path or"
                                + " correct the path"),
                cannot(
                        "certificate and key of different pairs",
                        (folder, environment) -> write(
                                folder,
                                NOWHERE,
                                certificate(
                                        PKI.client("a").certificate(),
                                        PKI.client("b").key())),
                        "client-certificate-data in DIR/config line 11 with client-key-data in DIR/config line 11:"
                                + " certificate and key do not belong together; give the key the certificate was issued"
                                + " for"));
    }

    private static Arguments cannot(String name, Mistake mistake, String message) {
        return Arguments.of(name, mistake, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatCannotWork")
    void whatCannotWorkEndsTheStartWithOneLine(String name, Mistake mistake, String message) throws Exception {
        Map<String, String> environment = environment();
        mistake.make(folder, environment);
        String line = message.replace("DIR", folder.toString());
        try (ExporterProcess program = ExporterProcess.start(PROJECT, environment)) {
            assertEndsWith(line + "\n", program);
        }
        assertThat(doctor(environment)).isEqualTo("1\nconfiguration: FAIL: " + first(line) + "\n");
    }

    @Test
    void anUnreadableFileEndsTheStartWithOneLine() throws Exception {
        Files.setPosixFilePermissions(write(folder, NOWHERE, "{}"), PosixFilePermissions.fromString("---------"));
        String line = "kubeconfig " + folder
                + "/config: not readable by this user; run the exporter as the file's owner (container: --user"
                + " \"$(id -u)\"; pod: fsGroup) or change its mode\n";
        try (ExporterProcess program = ExporterProcess.startWithoutPrivileges(PROJECT, environment())) {
            assertEndsWith(line, program);
        }
        try (ExporterProcess doctor = ExporterProcess.startWithoutPrivileges(PROJECT, environment(), "doctor")) {
            assertThat(doctor.awaitExit()).isEqualTo(1);
            assertThat(doctor.output()).isEqualTo("configuration: FAIL: " + line);
        }
    }

    private static void assertEndsWith(String line, ExporterProcess program) throws Exception {
        assertThat(program.awaitExit()).isEqualTo(1);
        assertThat(program.output()).isEqualTo(program.errors()).isEqualTo(line);
    }

    private static String first(String lines) {
        return lines.lines().findFirst().orElseThrow();
    }

    /** Name, script of the plugin, the one line. */
    static Stream<Arguments> whatIsFoundOutLater() {
        return Stream.of(
                Arguments.of(
                        "plugin of another version",
                        "#!/bin/sh\necho '{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + API + "beta1\"}'\n",
                        "exec plugin ./plugin of user test (DIR/config line 12): answers with apiVersion " + API
                                + "beta1, the kubeconfig asks for " + API
                                + "; set the apiVersion of the kubeconfig to what the plugin speaks, or update the plugin"),
                Arguments.of(
                        "plugin made for another machine",
                        "#!/no/such/interpreter\n",
                        "exec plugin ./plugin of user test (DIR/config line 12): cannot be started; check that the file"
                                + " is executable and made for this machine"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsFoundOutLater")
    void whatIsFoundOutWhenAPluginRunsEndsTheProgramAsWell(String name, String script, String message)
            throws Exception {
        TestKubeconfig.script(folder.resolve("plugin"), script);
        write(folder, NOWHERE, "{exec: {command: ./plugin, apiVersion: " + API + "}}");
        String line = message.replace("DIR", folder.toString());
        try (ExporterProcess program = ExporterProcess.start(PROJECT, environment())) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.errors()).endsWith("\n" + line + "\n");
            assertNoStackTrace(program);
        }
        assertThat(doctor(environment())).startsWith("1\n").endsWith("reachable: FAIL: " + line + "\n");
    }

    /** Name, server, fields of the cluster, user, status of /readyz, the check that fails, the line. */
    static Stream<Arguments> whatMayMend() {
        Server healthy = () -> ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"));
        String ca = authority(PKI);
        Instant end = Instant.parse("2026-01-01T00:00:00Z");
        TestPki.Issued expired = PKI.issue("alice", TestPki.ec(), end);
        TestPki.Issued oldServer =
                PKI.issue("old", TestPki.ec(), Instant.now().minus(Duration.ofHours(1)), "127.0.0.1");
        TestPki.Issued foreign = OTHER.client("alice");
        return Stream.of(
                may(
                        "unreachable host",
                        null,
                        ca,
                        "{token: t}",
                        "reachable",
                        "connection refused; check that the API server runs there and that the port is right; in a"
                                + " container, 127.0.0.1 is the container itself"),
                may(
                        "wrong authority",
                        healthy,
                        authority(OTHER),
                        "{token: t}",
                        "reachable",
                        "the server's certificate is not signed by the configured certificate authority; give the"
                                + " certificate-authority of this cluster"),
                may(
                        "wrong name",
                        () -> ApiServerDouble.tls(vertx, PKI.server("api.example")),
                        ca,
                        "{token: t}",
                        "reachable",
                        "the server's certificate is for another name; use a host name of the certificate in the server"
                                + " URL, or set tls-server-name"),
                may(
                        "expired certificate of the server",
                        () -> ApiServerDouble.tls(vertx, oldServer),
                        ca,
                        "{token: t}",
                        "reachable",
                        "the server's certificate is expired; renew the certificates of the cluster, and check the"
                                + " clock here"),
                may(
                        "client certificate of another authority",
                        () -> ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"), PKI, ClientAuth.REQUIRED),
                        ca,
                        certificate(foreign.certificate(), foreign.key()),
                        "reachable",
                        "the server does not accept the client certificate (bad_certificate); check that it is for this"
                                + " cluster and not expired"),
                full(
                        "expired client certificate",
                        answering("/version", 401, "Unauthorized"),
                        ca,
                        certificate(expired.certificate(), expired.key()),
                        200,
                        "access",
                        "client certificate CN=alice expired at 2026-01-01T00:00:00Z; issue a new one\n"
                                + "https://127.0.0.1:PORT does not accept the credentials (401); check that the token or"
                                + " certificate is for this cluster and not expired"),
                full(
                        "401",
                        answering("/version", 401, "Unauthorized"),
                        ca,
                        "{token: t}",
                        200,
                        "reachable",
                        "https://127.0.0.1:PORT does not accept the credentials (401); check that the token or"
                                + " certificate is for this cluster and not expired"),
                full(
                        "403",
                        () -> answered(
                                healthy,
                                request -> request.path().contains("/selfsubject")
                                        ? "200 {\"status\":{\"allowed\":false}}"
                                        : request.path().contains("/v1beta1/")
                                                ? "403 {\"kind\":\"Status\",\"message\":\"forbidden\"}"
                                                : "200 {}"),
                        ca,
                        "{token: t}",
                        200,
                        "rights",
                        "may not list nodes.metrics.k8s.io" + ROLE_NEEDED + "\nmay not list pods.metrics.k8s.io"
                                + ROLE_NEEDED),
                full(
                        "metrics API not registered",
                        answering("/apis/metrics", 404, "404 page not found"),
                        ca,
                        "{token: t}",
                        200,
                        "metrics API",
                        "metrics.k8s.io/v1beta1 is not registered at https://127.0.0.1:PORT (404); install metrics-server"
                                + " in the cluster"),
                full(
                        "metrics-server down",
                        answering("/apis/metrics", 503, "service unavailable"),
                        ca,
                        "{token: t}",
                        200,
                        "metrics API",
                        "metrics.k8s.io/v1beta1 is registered at https://127.0.0.1:PORT, but metrics-server does not"
                                + " answer (503); look at the metrics-server: kubectl -n kube-system get pods -l"
                                + " k8s-app=metrics-server"),
                full(
                        "plugin that fails",
                        healthy,
                        ca,
                        "{exec: {command: sh, args: [-c, 'echo not logged in >&2; exit 3'], apiVersion: " + API + "}}",
                        503,
                        "reachable",
                        "exec plugin sh of user test (DIR/config line 12): exit code 3; it says: not logged in; run the"
                                + " command by hand with the same environment"));
    }

    private static Arguments may(
            String name, Server server, String cluster, String user, String check, String afterServer) {
        return full(name, server, cluster, user, 200, check, "https://127.0.0.1:PORT: " + afterServer);
    }

    private static Arguments full(
            String name, Server server, String cluster, String user, int ready, String check, String lines) {
        return Arguments.of(name, server, cluster, user, ready, check, lines);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatMayMend")
    void whatMayMendIsToldWhileTheProgramRunsOn(
            String name, Server server, String cluster, String user, int ready, String check, String lines)
            throws Exception {
        try (ApiServerDouble api = server == null ? null : server.start()) {
            int port = api == null ? freePort() : api.port();
            write(folder, "{server: 'https://127.0.0.1:" + port + "', " + cluster + "}", user);
            assertRunsOnAndTells(ready, check, lines.replace("PORT", "" + port).replace("DIR", folder.toString()));
        }
    }

    @Test
    void anUnknownHostIsTold() throws Exception {
        write(folder, "{server: 'https://nowhere.invalid:6443'}", "{token: t}");
        assertRunsOnAndTells(
                200,
                "reachable",
                "https://nowhere.invalid:6443: the host name is not known; check the server in the kubeconfig and the"
                        + " DNS of this machine or container");
    }

    @Test
    void aProxyThatRefusesIsTold() throws Exception {
        try (ProxyDouble proxy = new ProxyDouble(vertx)) {
            proxy.refusal = 407;
            write(
                    folder,
                    "{server: 'https://api.example:6443', proxy-url: 'http://me:pw@127.0.0.1:" + proxy.port() + "'}",
                    "{token: t}");
            assertRunsOnAndTells(
                    200,
                    "reachable",
                    "https://api.example:6443: the proxy answers 407; check proxy-url or HTTPS_PROXY, its user and"
                            + " password, and whether NO_PROXY should name the server");
        }
    }

    @Test
    void theClusterThatComesUpIsReadWithoutARestart() throws Exception {
        int port = freePort();
        write(folder, "{server: 'https://127.0.0.1:" + port + "', " + authority(PKI) + "}", "{token: t}");
        try (ExporterProcess program =
                ExporterProcess.start(PROJECT, environment()).awaitServing()) {
            awaitReadiness(program, "ready, but:");
            try (ApiServerDouble api = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"), port)) {
                api.answers = request -> answer(request, "200 {\"status\":{\"allowed\":true},\"items\":[]}");
                awaitReadiness(program, "ready\n");
                assertThat(program.errors())
                        .contains("[init] reachable: FAIL: https://127.0.0.1:" + port)
                        .contains("[init] reachable: OK: https://127.0.0.1:" + port);
                assertThat(program.get("/metrics").statusCode()).isEqualTo(200);
            }
        }
    }

    private void assertRunsOnAndTells(int ready, String check, String lines) throws Exception {
        String first = first(lines);
        try (ExporterProcess program =
                ExporterProcess.start(PROJECT, environment()).awaitServing()) {
            HttpResponse<String> answer =
                    awaitReadiness(program, (ready == 200 ? "ready, but:\n" : "not ready:\n") + lines + "\n");
            assertThat(answer.statusCode()).isEqualTo(ready);
            assertThat(program.get("/livez").statusCode()).isEqualTo(200);
            assertThat(program.get("/metrics").statusCode()).isEqualTo(503);
            assertThat(program.get("/healthz").statusCode()).isEqualTo(503);
            assertThat(program.errors()).contains("WARN  [init] " + check + ": FAIL: " + first + "\n");
            assertNoStackTrace(program);
            assertThat(program.process().isAlive()).isTrue();
        }
        assertThat(doctor(environment())).startsWith("1\n").contains("\n" + check + ": FAIL: " + first + "\n");
    }

    private static HttpResponse<String> awaitReadiness(ExporterProcess program, String text) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> program.get("/readyz"), answer -> answer.body().startsWith(text));
    }

    private static void assertNoStackTrace(ExporterProcess program) throws IOException {
        assertThat(program.output()).doesNotContainPattern("(?m)^\\s+at |Exception|Caused by");
    }

    /** Exit code and output of the command, in this process. */
    private static String doctor(Map<String, String> environment) {
        StringWriter out = new StringWriter();
        var line = new ExporterCommand(environment, new Properties()).commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        return line.execute("doctor") + "\n" + out;
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "KUBECONFIG", folder.resolve("config").toString(),
                "HOME", folder.toString(),
                "PATH", "/usr/bin:/bin"));
    }

    private static Path write(Path folder, String cluster, String user) throws IOException {
        return TestKubeconfig.write(folder.resolve("config"), TestKubeconfig.text(cluster, user));
    }

    private static String authority(TestPki pki) {
        return "certificate-authority-data: " + base64(pki.certificate());
    }

    private static String certificate(String certificate, String key) {
        return "{client-certificate-data: " + base64(certificate) + ", client-key-data: " + base64(key) + "}";
    }

    /** A server that answers one path and those below it in this way, and all others well. */
    private static Server answering(String path, int status, String body) {
        return () -> answered(
                () -> ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"), PKI, ClientAuth.NONE),
                request -> request.path().startsWith(path) || status == 401 ? status + " " + body : "200 {}");
    }

    private static ApiServerDouble answered(Server server, Function<HttpServerRequest, String> answers)
            throws Exception {
        ApiServerDouble api = server.start();
        api.answers = request -> answer(request, answers.apply(request));
        return api;
    }

    /** Status, a space, body. */
    private static void answer(HttpServerRequest request, String answer) {
        request.response()
                .setStatusCode(Integer.parseInt(answer.substring(0, 3)))
                .putHeader("Content-Type", "application/json")
                .end(answer.substring(4));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
