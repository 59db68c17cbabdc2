// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.metricsserverprom.testing.ExporterProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * IAM Identity Center (SSO), with the packaged program because the SDK looks for its files in the home of the process: one double stands for
 * the portal and for the API server.
 */
class SsoProgramIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @TempDir
    private Path home;

    private final List<String> portal = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(
                home.resolve("config"),
                """
                current-context: eks
                contexts: [{name: eks, context: {cluster: eks, user: eks}}]
                clusters: [{name: eks, cluster: {server: '%s'}}]
                users: [{name: eks, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws,
                  args: [--region, eu-west-1, eks, get-token, --cluster-name, demo, --profile, work]}}}]
                """
                        .formatted(url));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://start.example | sso_start_url = https://start.example%nsso_region = eu-west-1",
                "company | sso_session = company%n[sso-session company]%nsso_start_url = https://start.example%nsso_region = eu-west-1"
            })
    void theTokenOfALoginGivesCredentials(String cacheKey, String lines) throws Exception {
        profile(lines);
        cache(cacheKey, Instant.now().plus(Duration.ofHours(8)));
        try (ExporterProcess doctor = ExporterProcess.start(PROJECT, environment(), "doctor")) {
            assertThat(doctor.awaitExit()).as(doctor.output()).isZero();
            assertThat(doctor.output())
                    .contains("user: OK: eks, exec aws (native)")
                    .contains("reachable: OK")
                    .contains("Tokens for EKS are made cluster=demo source=\"profile work, SSO\"");
        }
        assertThat(portal).containsExactly("/federation/credentials?role_name=Reader&account_id=123 login-token");
        assertThat(tokens).isNotEmpty().allMatch(token -> token.contains("X-Amz-Credential=ASIASSO%2F"));
    }

    @Test
    void aLoginThatIsOverIsToldWithTheCommandThatRenewsIt() throws Exception {
        profile("sso_start_url = https://start.example%nsso_region = eu-west-1");
        cache("https://start.example", Instant.now().minus(Duration.ofHours(1)));
        try (ExporterProcess doctor = ExporterProcess.start(PROJECT, environment(), "doctor")) {
            assertThat(doctor.awaitExit()).isEqualTo(1);
            assertThat(doctor.output())
                    .contains("reachable: FAIL: AWS SSO of profile work: ")
                    .contains("; log in with aws sso login --profile work and mount ~/.aws\n");
        }
        assertThat(tokens).isEmpty();
    }

    private Map<String, String> environment() {
        return Map.of(
                "HOME",
                home.toString(),
                "KUBECONFIG",
                home.resolve("config").toString(),
                "PATH",
                "/usr/bin:/bin",
                "AWS_ENDPOINT_URL_SSO",
                url,
                // Must not be used: the profile is named on the command line.
                "AWS_ACCESS_KEY_ID",
                "AKIAOTHER",
                "AWS_SECRET_ACCESS_KEY",
                "s");
    }

    private void profile(String lines) throws IOException {
        Files.createDirectories(home.resolve(".aws/sso/cache"));
        Files.writeString(
                home.resolve(".aws/config"),
                "[profile work]\nsso_account_id = 123\nsso_role_name = Reader\n" + lines.replace("%n", "\n") + "\n");
    }

    /** The file that {@code aws sso login} leaves. */
    private void cache(String key, Instant end) throws Exception {
        String name = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(
                home.resolve(".aws/sso/cache/" + name + ".json"),
                "{\"startUrl\":\"https://start.example\",\"region\":\"eu-west-1\",\"accessToken\":\"login-token\","
                        + "\"expiresAt\":\"" + end.truncatedTo(ChronoUnit.SECONDS) + "\"}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String body;
        if (exchange.getRequestURI().getPath().startsWith("/federation/")) {
            portal.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"));
            body = "{\"roleCredentials\":{\"accessKeyId\":\"ASIASSO\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\","
                    + "\"expiration\":"
                    + Instant.now().plus(Duration.ofHours(1)).toEpochMilli() + "}}";
        } else {
            String token =
                    exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer k8s-aws-v1.".length());
            tokens.add(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
            body = "{\"gitVersion\":\"v1.36.0\",\"status\":{\"allowed\":true}}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
