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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets of every kind are planted in one kubeconfig with a context for each, and the packaged program reads all of them at the log level
 * trace, while the server lets in and while it does not: none of them is in the log, on a page or in what the commands print.
 */
class SecretsOfTheProgramIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final TestPki PKI = new TestPki("authority");
    private static final TestPki.Issued ALICE = PKI.client("alice");
    private static final String API = "client.authentication.k8s.io/v1";

    /** What must not be seen. */
    private static final List<String> SECRETS = List.of(
            "token-5ecret",
            "file-5ecret",
            "password-5ecret",
            base64("user:password-5ecret"),
            "argument-5ecret",
            "variable-5ecret",
            "plugin-5ecret",
            "complaint-5ecret",
            "proxy-5ecret",
            base64("me:proxy-5ecret"),
            "aws-5ecret",
            "session-5ecret",
            "refresh-5ecret",
            "client-5ecret",
            "environment-5ecret",
            "k8s-aws-v1.",
            "X-Amz-Signature",
            ALICE.key().lines().skip(1).findFirst().orElseThrow(),
            base64(ALICE.key()).substring(60, 100));

    @TempDir
    private Path folder;

    private static Map<String, String> users() {
        Map<String, String> users = new LinkedHashMap<>();
        users.put("token", "{token: token-5ecret}");
        users.put("file", "{tokenFile: token}");
        users.put("basic", "{username: user, password: password-5ecret}");
        users.put(
                "key",
                "{client-certificate-data: " + base64(ALICE.certificate()) + ", client-key-data: " + base64(ALICE.key())
                        + "}");
        users.put("plugin", exec("./plugin", "argument-5ecret", "{name: KEY, value: variable-5ecret}"));
        users.put("complaining", exec("./complaining", "argument-5ecret", "{name: KEY, value: variable-5ecret}"));
        users.put(
                "aws",
                "{exec: {apiVersion: " + API + "beta1, command: aws, args: [eks, get-token, --cluster-name, demo,"
                        + " --region, eu-west-1], env: [{name: AWS_ACCESS_KEY_ID, value: AKIA}, {name:"
                        + " AWS_SECRET_ACCESS_KEY, value: aws-5ecret}, {name: AWS_SESSION_TOKEN, value: session-5ecret}]}}");
        users.put(
                "oidc",
                "{auth-provider: {name: oidc, config: {idp-issuer-url: 'http://127.0.0.1:1', client-id: c,"
                        + " client-secret: client-5ecret, refresh-token: refresh-5ecret}}}");
        return users;
    }

    private static String exec(String command, String argument, String variable) {
        return "{exec: {command: " + command + ", apiVersion: " + API + ", args: [" + argument + "], env: [" + variable
                + "]}}";
    }

    @Test
    void noSecretIsLoggedShownOrPrinted() throws Exception {
        Vertx vertx = Vertx.vertx();
        StringBuilder seen = new StringBuilder();
        try (ApiServerDouble server = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"), PKI, ClientAuth.REQUEST);
                ProxyDouble proxy = new ProxyDouble(vertx)) {
            write(server, proxy);
            try (ExporterProcess program =
                    ExporterProcess.start(PROJECT, environment()).awaitServing()) {
                look(program, seen);
                assertThat(server.authorizations)
                        .contains(
                                "Bearer token-5ecret",
                                "Bearer file-5ecret",
                                "Bearer plugin-5ecret",
                                "Basic " + base64("user:password-5ecret"))
                        .anyMatch(shown -> shown.startsWith("Bearer k8s-aws-v1."));
                assertThat(proxy.tunnels).anyMatch(tunnel -> tunnel.endsWith(base64("me:proxy-5ecret")));

                server.admits = request -> false;
                proxy.refusal = 407;
                look(program, seen);
                server.answers = request -> request.connection().close();
                server.admits = request -> true;
                look(program, seen);
                seen.append(program.output());
            }
            try (ExporterProcess doctor = ExporterProcess.start(PROJECT, environment(), "doctor")) {
                assertThat(doctor.awaitExit()).isEqualTo(1);
                seen.append(doctor.output());
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        // What is looked through is what a program says at this level.
        assertThat(seen).contains("TRACE", "DEBUG", "[init] context basic", "exec plugin ./complaining");
        assertNoSecret(seen.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users: [{name: a, user: {token: token-5ecret",
                "users: [{name: a, user: {token: [token-5ecret]}}]",
                "users:\n- name: a\n  user: {token: 'token-5ecret\n",
                "clusters: [{name: a, cluster: {server: 'https://me:proxy-5ecret@host'}}]\n"
                        + "contexts: [{name: a, context: {cluster: a}}]",
                "clusters: [{name: a, cluster: {server: 'https://h', proxy-url: 'ftp://me:proxy-5ecret@host'}}]\n"
                        + "contexts: [{name: a, context: {cluster: a}}]"
            })
    void aKubeconfigThatCannotBeReadIsNotQuoted(String text) throws Exception {
        TestKubeconfig.write(folder.resolve("config"), text);
        try (ExporterProcess program = ExporterProcess.start(PROJECT, environment())) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertNoSecret(program.output());
        }
    }

    private static void assertNoSecret(String seen) {
        for (String secret : SECRETS) {
            String found = seen.lines()
                    .filter(line -> line.contains(secret))
                    .findFirst()
                    .map(line -> line.substring(0, Math.min(400, line.length())))
                    .orElse(null);
            assertThat(found).as(secret).isNull();
        }
    }

    /** Asks for every page, of every context. */
    private void look(ExporterProcess program, StringBuilder seen) throws Exception {
        for (String path : List.of("/", "/healthz", "/livez", "/readyz", "/metrics", "/snapshot", "/nothing")) {
            add(program.get(path), seen);
        }
        for (String context : users().keySet()) {
            add(program.get("/metrics?context=" + context), seen);
            add(program.get("/healthz?context=" + context), seen);
        }
        add(program.get("/metrics?context=proxy"), seen);
        for (String path : List.of("/metrics", "/observe/metrics", "/readyz")) {
            add(program.getManagement(path), seen);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> program.get("/readyz").body().contains("context complaining: exec plugin"));
        add(program.get("/readyz"), seen);
    }

    private static void add(HttpResponse<String> answer, StringBuilder seen) {
        seen.append(answer.headers().map()).append(answer.body()).append('\n');
    }

    private void write(ApiServerDouble server, ProxyDouble proxy) throws IOException {
        server.answers = SecretsOfTheProgramIT::answer;
        Files.writeString(folder.resolve("token"), "file-5ecret");
        TestKubeconfig.script(
                folder.resolve("plugin"),
                "#!/bin/sh\necho '{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + API
                        + "\",\"status\":{\"token\":\"plugin-5ecret\"}}'\n");
        TestKubeconfig.script(
                folder.resolve("complaining"), "#!/bin/sh\necho \"token=complaint-5ecret\" >&2\nexit 1\n");
        String cluster = "server: 'https://127.0.0.1:" + server.port() + "', certificate-authority-data: "
                + base64(PKI.certificate());
        StringBuilder text = new StringBuilder("current-context: token\nclusters:\n- name: c\n  cluster: {" + cluster
                + "}\n- name: proxied\n  cluster: {" + cluster + ", proxy-url: 'http://me:proxy-5ecret@127.0.0.1:"
                + proxy.port() + "'}\nusers:\n");
        users().forEach((name, user) -> text.append("- name: ")
                .append(name)
                .append("\n  user: ")
                .append(user)
                .append('\n'));
        text.append("contexts:\n- name: proxy\n  context: {cluster: proxied, user: token}\n");
        users().keySet().forEach(name -> text.append("- name: ")
                .append(name)
                .append("\n  context: {cluster: c, user: ")
                .append(name)
                .append("}\n"));
        TestKubeconfig.write(folder.resolve("config"), text.toString());
    }

    private Map<String, String> environment() {
        return Map.of(
                "KUBECONFIG", folder.resolve("config").toString(),
                "HOME", folder.toString(),
                "PATH", "/usr/bin:/bin",
                "EXPORTER_LOG_LEVEL", "trace",
                "EXPORTER_PODS", "list",
                "EXPORTER_CONTEXTS", "proxy," + users().keySet().stream().collect(Collectors.joining(",")),
                "AWS_EC2_METADATA_DISABLED", "true",
                "OTHER_TOKEN", "environment-5ecret");
    }

    private static void answer(HttpServerRequest request) {
        String kind = request.path().endsWith("/nodes") ? "NodeMetricsList" : "PodMetricsList";
        request.response()
                .putHeader("Content-Type", "application/json")
                .end("{\"kind\":\"" + kind
                        + "\",\"apiVersion\":\"metrics.k8s.io/v1beta1\",\"metadata\":{},\"items\":[]}");
    }
}
