// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.github.metricsserverprom.kubernetes.credentials.Credential;
import io.github.metricsserverprom.kubernetes.failure.Diagnoses;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.selection.PodSelection;
import io.github.metricsserverprom.selection.ReadPlan;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Whatever happens, at whatever log level, no secret is written or said. */
class SecretsStaySecretIT {

    private static final String SECRET = "Zm9yYmlkZGVuLXRvLXNob3ctNDI";
    private static final TestPki PKI = new TestPki("authority");
    private static final TestPki.Issued ALICE = PKI.client("alice");

    @TempDir
    private Path folder;

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private Level before;
    private AppenderBase<ILoggingEvent> recorder;
    private Vertx vertx;
    private ApiServerDouble server;

    @BeforeEach
    void listen() throws Exception {
        vertx = Vertx.vertx();
        server = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"), PKI, ClientAuth.REQUEST);
        recorder = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                StringBuilder text = new StringBuilder(event.getLoggerName() + " " + event.getFormattedMessage());
                for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                    text.append(' ').append(cause.getMessage());
                }
                logged.add(text.toString());
            }
        };
        recorder.start();
        before = root.getLevel();
        LoggersWithSecrets.NAMES.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.WARN));
        root.addAppender(recorder);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void restore() throws Exception {
        root.setLevel(before);
        LoggersWithSecrets.NAMES.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
        root.detachAppender(recorder);
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static Stream<Arguments> users() {
        String exec = "{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1, args: [" + SECRET
                + "], env: [{name: KEY, value: " + SECRET + "}]}}";
        String answer = "'{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"
                + "{\"token\":\"" + SECRET + "\"}}'";
        return Stream.of(
                Arguments.of("token", "{token: " + SECRET + "}", ""),
                Arguments.of("password", "{username: u, password: " + SECRET + "}", ""),
                Arguments.of("token file", "{tokenFile: secret}", ""),
                Arguments.of(
                        "key",
                        "{client-certificate-data: " + base64(ALICE.certificate()) + ", client-key-data: "
                                + base64(ALICE.key()) + "}",
                        ""),
                Arguments.of(
                        "damaged key",
                        "{client-certificate-data: " + base64(ALICE.certificate()) + ", client-key-data: "
                                + base64("-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----")
                                + "}",
                        ""),
                Arguments.of("plugin", exec, "echo " + answer),
                Arguments.of("plugin that says its token", exec, "echo token=" + SECRET + " >&2; exit 1"),
                Arguments.of("plugin that says a bearer", exec, "echo 'Bearer " + SECRET + "' >&2; exit 1"),
                Arguments.of("plugin that answers a bare token", exec, "echo " + SECRET),
                Arguments.of("bad YAML around a secret", "{token: '" + SECRET + "\n", ""),
                Arguments.of("token of a wrong shape", "{token: [" + SECRET + "]}", ""),
                Arguments.of(
                        "oidc",
                        "{auth-provider: {name: oidc, config: {idp-issuer-url: 'http://127.0.0.1:1',"
                                + " client-id: c, client-secret: " + SECRET + ", refresh-token: " + SECRET + "}}}",
                        ""),
                Arguments.of(
                        "aws",
                        "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [eks,"
                                + " get-token, --cluster-name, demo, --region, eu-west-1], env: [{name: AWS_ACCESS_KEY_ID, value:"
                                + " AKIA}, {name: AWS_SECRET_ACCESS_KEY, value: " + SECRET
                                + "}, {name: AWS_SESSION_TOKEN, value:"
                                + " " + SECRET + "}]}}",
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("users")
    void secretIsNeitherLoggedNorSaid(String name, String user, String plugin) throws Exception {
        Files.writeString(folder.resolve("secret"), SECRET);
        TestKubeconfig.script(folder.resolve("plugin"), "#!/bin/sh\n" + plugin + "\n");
        String cluster = "{server: 'https://127.0.0.1:" + server.port() + "', certificate-authority-data: "
                + base64(PKI.certificate()) + "}";
        Path file = TestKubeconfig.write(folder.resolve("config"), TestKubeconfig.text(cluster, user));
        StringBuilder said = new StringBuilder();
        scrape(file, said);
        server.admits = request -> false;
        scrape(file, said);
        String everything = said + String.join("\n", logged);
        assertThat(everything)
                .isNotEmpty()
                .doesNotContain(SECRET)
                .doesNotContain(base64("u:" + SECRET))
                .doesNotContain("k8s-aws-v1.")
                .doesNotContain("X-Amz-Signature=")
                .doesNotContain(ALICE.key().lines().skip(1).findFirst().orElseThrow());
    }

    private void scrape(Path file, StringBuilder said) {
        AccessSettings settings = TestKubeconfig.settings(file);
        said.append(settings);
        try (ClusterAccess access = ClusterAccess.open(settings, vertx)) {
            said.append(access).append(access.describe("test"));
            ReadPlan plan = ReadPlan.of(EnumSet.allOf(Collector.class), PodSelection.EVERYTHING, "watch", "off");
            said.append(StartupReport.of(access, "test", plan, Duration.ofSeconds(5)));
            said.append(access.client().top().nodes().metrics());
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            said.append(trace).append(Diagnoses.of(e, "server").text());
        }
        said.append(Credential.bearer(SECRET));
    }
}
