// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every credential form of a kubeconfig against a TLS server that demands it. */
class LoginFormsIT {

    private static final TestPki PKI = new TestPki("cluster authority");
    private static Vertx vertx;
    private static ApiServerDouble server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        server = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1", "localhost"), PKI, ClientAuth.REQUEST);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void forget() {
        server.requests.clear();
        server.authorizations.clear();
        server.admits = request -> true;
    }

    @Test
    void tokenIsShown() throws Exception {
        server.demandToken("inline-token");
        assertReads("{token: inline-token}", "token");
    }

    @Test
    void tokenFileCountsFromTheKubeconfigAndWinsOverTheToken() throws Exception {
        Files.writeString(folder.resolve("token"), "file-token\n");
        server.demandToken("file-token");
        assertReads("{tokenFile: token, token: old}", "token file");
    }

    @Test
    void userNameAndPasswordAreShown() throws Exception {
        server.demandToken("Basic " + base64("admin:pass:word"));
        assertReads("{username: admin, password: 'pass:word'}", "user name and password");
    }

    @Test
    void impersonationIsAskedFor() throws Exception {
        assertReads(
                "{token: t, as: system:serviceaccount:a:b, as-uid: u1, as-groups: [g1, g2], as-user-extra: {scopes: [x]}}",
                "token");
        var request = server.requests.get(0);
        assertThat(request.getHeader("Impersonate-User")).isEqualTo("system:serviceaccount:a:b");
        assertThat(request.getHeader("Impersonate-Uid")).isEqualTo("u1");
        assertThat(request.headers().getAll("Impersonate-Group")).containsExactlyInAnyOrder("g1", "g2");
        assertThat(request.getHeader("Impersonate-Extra-scopes")).isEqualTo("x");
    }

    static Stream<Arguments> keyForms() {
        KeyPair rsa = TestPki.rsa();
        KeyPair ec = TestPki.ec();
        byte[] prime256v1 = {6, 8, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 3, 1, 7};
        return Stream.of(
                form("EC as PKCS#8", ec, issued -> issued.key()),
                form("RSA as PKCS#8", rsa, issued -> issued.key()),
                form("RSA as PKCS#1", rsa, issued -> TestPki.pem("RSA PRIVATE KEY", issued.inner())),
                form("EC as SEC1 with its curve", ec, issued -> TestPki.pem("EC PRIVATE KEY", issued.sec1())),
                form(
                        "EC as SEC1 after its parameters",
                        ec,
                        issued -> TestPki.pem("EC PARAMETERS", prime256v1)
                                + TestPki.pem("EC PRIVATE KEY", issued.inner())),
                form("Ed25519 as PKCS#8", TestPki.ed25519(), issued -> issued.key()));
    }

    private static Arguments form(String name, KeyPair pair, Function<TestPki.Issued, String> write) {
        TestPki.Issued issued = PKI.issue("alice", pair, Instant.now().plus(Duration.ofDays(30)));
        return Arguments.of(name, issued.certificate(), write.apply(issued));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keyForms")
    void clientCertificateIsShownWithEveryFormOfKey(String name, String certificate, String key) throws Exception {
        server.demandUser("alice");
        assertReads(
                "{client-certificate-data: " + base64(certificate) + ", client-key-data: " + base64(key) + "}",
                "client certificate");
        Files.writeString(folder.resolve("crt.pem"), "text around\n" + certificate);
        Files.writeString(folder.resolve("key.pem"), key);
        assertReads("{client-certificate: crt.pem, client-key: ./key.pem}", "client certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1beta1"})
    void execPluginIsRunWithItsArgumentsAndVariables(String version) throws Exception {
        script(
                "plugin",
                "echo a warning >&2",
                "printf '%s' \"$KUBERNETES_EXEC_INFO\" > " + folder.resolve("info"),
                answer(version, "\"token\":\"$1-$SUFFIX\""));
        server.demandToken("from-plugin");
        assertReads(
                exec("./plugin", version, "args: [from], env: [{name: SUFFIX, value: plugin}]"),
                "exec plugin ./plugin");
        assertThat(Files.readString(folder.resolve("info")))
                .isEqualTo("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/" + version
                        + "\",\"spec\":{\"interactive\":false}}");
    }

    @Test
    void execPluginIsToldAboutTheClusterWhenItAsks() throws Exception {
        script(
                "plugin",
                "printf '%s' \"$KUBERNETES_EXEC_INFO\" > " + folder.resolve("info"),
                answer("v1", "\"token\":\"t\""));
        assertReads(
                cluster(
                        ", extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: x, n: 3, on: true}}]"),
                exec("./plugin", "v1", "provideClusterInfo: true, interactiveMode: Never"),
                "exec plugin ./plugin",
                settings -> settings);
        JsonNode told = new ObjectMapper()
                .readTree(folder.resolve("info").toFile())
                .path("spec")
                .path("cluster");
        assertThat(told.path("server").asText()).isEqualTo("https://127.0.0.1:" + server.port());
        assertThat(told.path("certificate-authority-data").asText()).isEqualTo(base64(PKI.certificate()));
        assertThat(told.path("config").toString()).isEqualTo("{\"audience\":\"x\",\"n\":3,\"on\":true}");
    }

    @Test
    void execPluginMayIssueACertificate() throws Exception {
        TestPki.Issued bob = PKI.client("bob");
        Files.writeString(
                folder.resolve("answer"),
                credential(
                        "v1",
                        "\"clientCertificateData\":"
                                + new ObjectMapper().writeValueAsString(bob.certificate()) + ",\"clientKeyData\":"
                                + new ObjectMapper().writeValueAsString(bob.key())));
        script("plugin", "cat " + folder.resolve("answer"));
        server.demandUser("bob");
        assertReads(exec("./plugin", "v1", ""), "exec plugin ./plugin");
    }

    @Test
    void execPluginOfABareNameIsLookedUpInPath() throws Exception {
        Files.createDirectories(folder.resolve("bin"));
        script("bin/my-plugin", answer("v1", "\"token\":\"from-path\""));
        server.demandToken("from-path");
        assertReads(cluster(""), exec("my-plugin", "v1", ""), "exec plugin my-plugin", this::withOwnPath);
    }

    @Test
    void eksTokenIsMadeWithoutTheBinary() throws Exception {
        server.admits = request -> request.getHeader("Authorization").startsWith("Bearer k8s-aws-v1.");
        assertReads(eks(), "exec aws (native)");
    }

    @Test
    void eksPluginIsRunWhenTheSwitchSaysSo() throws Exception {
        Files.createDirectories(folder.resolve("bin"));
        script(
                "bin/aws",
                "[ \"$*\" = 'eks get-token --cluster-name demo' ] || exit 9",
                answer("v1beta1", "\"token\":\"from-aws\""));
        server.demandToken("from-aws");
        assertReads(cluster(""), eks(), "exec plugin aws", settings -> withOwnPath(settings)
                .change()
                .nativeEks(false)
                .done());
    }

    @Test
    void serviceAccountOfThePodIsUsedWithoutAKubeconfig() throws Exception {
        Files.writeString(folder.resolve("token"), "pod-token");
        Files.writeString(folder.resolve("ca.crt"), PKI.certificate());
        server.demandToken("pod-token");
        AccessSettings settings = TestKubeconfig.settings(folder.resolve("absent"))
                .change()
                .inCluster(new InClusterPaths(folder, "127.0.0.1", String.valueOf(server.port())))
                .done();
        try (ClusterAccess access = ClusterAccess.open(settings, vertx)) {
            assertThat(access.client().top().nodes().metrics().getItems()).isEmpty();
            ClusterDescription found = access.describe(access.context());
            assertThat(found.context()).isEqualTo("in-cluster");
            assertThat(found.userKind()).isEqualTo("service account");
            assertThat(found.warnings()).isEmpty();
        }
    }

    private AccessSettings withOwnPath(AccessSettings settings) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        return settings.change().environment(environment).done();
    }

    private static String eks() {
        return "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws,"
                + " args: [eks, get-token, --cluster-name, demo],"
                + " env: [{name: AWS_ACCESS_KEY_ID, value: AKIA}, {name: AWS_SECRET_ACCESS_KEY, value: s}]}}";
    }

    private static String exec(String command, String version, String more) {
        return "{exec: {command: " + command + ", apiVersion: client.authentication.k8s.io/" + version
                + (more.isEmpty() ? "" : ", " + more) + "}}";
    }

    private static String credential(String version, String status) {
        return "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/" + version
                + "\",\"status\":{" + status + "}}";
    }

    private static String answer(String version, String status) {
        return "cat <<END\n" + credential(version, status) + "\nEND";
    }

    private void script(String name, String... lines) throws IOException {
        TestKubeconfig.script(folder.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    }

    private static String cluster(String more) {
        return "{server: 'https://127.0.0.1:" + server.port() + "', certificate-authority-data: "
                + base64(PKI.certificate()) + more + "}";
    }

    private void assertReads(String user, String kind) throws Exception {
        assertReads(cluster(""), user, kind, settings -> settings);
    }

    private void assertReads(String cluster, String user, String kind, UnaryOperator<AccessSettings> change)
            throws Exception {
        Path file = TestKubeconfig.write(folder.resolve("config"), TestKubeconfig.text(cluster, user));
        try (ClusterAccess access = ClusterAccess.open(change.apply(TestKubeconfig.settings(file)), vertx)) {
            assertThat(access.client().top().nodes().metrics().getItems()).isEmpty();
            ClusterDescription found = access.describe("test");
            assertThat(found.userKind()).isEqualTo(kind);
            assertThat(found.warnings()).isEmpty();
        }
    }
}
