// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.apiserver.ApiReader;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsAndProxyIT {

    private static final TestPki PKI = new TestPki("authority");
    private static Vertx vertx;
    private static ApiServerDouble server;
    private static ProxyDouble proxy;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        server = ApiServerDouble.tls(vertx, PKI.server("api.internal.example"));
        proxy = new ProxyDouble(vertx);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        proxy.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void forget() {
        server.serverNames.clear();
        proxy.tunnels.clear();
        proxy.refusal = 0;
    }

    @Test
    void authorityMayBeAFileOfSeveralCertificates() throws Exception {
        Files.writeString(
                folder.resolve("ca.pem"), "# comment\n" + new TestPki("other").certificate() + PKI.certificate());
        ClusterDescription found =
                read("certificate-authority: ca.pem, tls-server-name: api.internal.example", Map.of());
        assertThat(found.tls())
                .isEqualTo("server certificate checked against certificate-authority " + folder.resolve("ca.pem")
                        + " (named in " + folder.resolve("config") + " line 8) (CN=other and 1 more), name"
                        + " api.internal.example");
    }

    @Test
    void serverNameIsSentAndExpected() throws Exception {
        read(ca() + ", tls-server-name: api.internal.example", Map.of());
        assertThat(server.serverNames).containsExactly("api.internal.example");
    }

    @Test
    void otherServerNameIsRefused() {
        assertThatThrownBy(() -> read(ca() + ", tls-server-name: other.example", Map.of()))
                .hasRootCauseInstanceOf(CertificateException.class);
    }

    @Test
    void insecureIsPossibleAndWarnedAbout() throws Exception {
        assertThat(read("insecure-skip-tls-verify: true", Map.of()).warnings())
                .containsExactly(
                        "cluster test has insecure-skip-tls-verify: anybody on the way can read the credentials;"
                                + " give certificate-authority instead");
    }

    @Test
    void proxyOfTheClusterIsUsedWithItsCredentials() throws Exception {
        ClusterDescription found = read(
                ca() + ", tls-server-name: api.internal.example, proxy-url: 'http://me:pw@127.0.0.1:" + proxy.port()
                        + "'",
                Map.of("NO_PROXY", "*"));
        assertThat(proxy.tunnels).containsExactly("127.0.0.1:" + server.port() + " Basic " + base64("me:pw"));
        assertThat(found.proxy()).isEqualTo("http://127.0.0.1:" + proxy.port());
    }

    @Test
    void proxyOfTheEnvironmentIsUsed() throws Exception {
        readFrom(
                "api.internal.example",
                ca(),
                Map.of("HTTPS_PROXY", "127.0.0.1:" + proxy.port(), "NO_PROXY", "10.0.0.0/8,.other.example"));
        assertThat(proxy.tunnels).containsExactly("api.internal.example:" + server.port() + " null");
    }

    @ParameterizedTest
    @CsvSource({"socks5,,''", "socks5h,,''", "socks5,me:pw,me:pw@"})
    void proxyMayBeOfTheKindSocks5(String scheme, String demanded, String userInfo) throws Exception {
        try (SocksDouble socks = new SocksDouble(vertx, demanded)) {
            ClusterDescription found = readFrom(
                    "api.internal.example",
                    ca() + ", proxy-url: '" + scheme + "://" + userInfo + "127.0.0.1:" + socks.port() + "'",
                    Map.of());
            assertThat(socks.tunnels)
                    .containsExactly(
                            "api.internal.example:" + server.port() + " " + (demanded == null ? "-" : demanded));
            assertThat(found.proxy()).isEqualTo("socks5://127.0.0.1:" + socks.port());
        }
    }

    @Test
    void socksProxyThatRefusesThePasswordIsExplained() throws Exception {
        try (SocksDouble socks = new SocksDouble(vertx, "me:other")) {
            assertThatThrownBy(() -> readFrom(
                            "api.internal.example",
                            ca() + ", proxy-url: 'socks5://me:pw@127.0.0.1:" + socks.port() + "'",
                            Map.of()))
                    .cause()
                    .hasMessageContaining(": the proxy cannot be reached; check proxy-url or HTTPS_PROXY, its user and"
                            + " password");
        }
    }

    @Test
    void noProxyExemptsTheServer() throws Exception {
        read(
                ca() + ", tls-server-name: api.internal.example",
                Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", "127.0.0.0/8"));
        assertThat(proxy.tunnels).isEmpty();
    }

    /** Loopback without encryption, as kubectl proxy has it, is the one way on which compression gains nothing. */
    @ParameterizedTest
    @CsvSource({"https, gzip", "http, -"})
    void answersAreCompressedWhereItPays(String scheme, String encoding) throws Exception {
        try (ApiServerDouble answering = scheme.equals("https")
                ? ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"))
                : ApiServerDouble.plain(vertx)) {
            List<String> asked = new CopyOnWriteArrayList<>();
            answering.answers = request -> {
                asked.add(request.headers().contains("Accept-Encoding") ? request.getHeader("Accept-Encoding") : "-");
                request.response().putHeader("Content-Type", "application/json");
                if (asked.contains("gzip")) {
                    request.response().putHeader("Content-Encoding", "gzip").end(Buffer.buffer(gzip("[1,2,3]")));
                } else {
                    request.response().end("[1,2,3]");
                }
            };
            Path file = TestKubeconfig.write(
                    folder.resolve("config"),
                    TestKubeconfig.text(
                            "{server: '" + scheme + "://127.0.0.1:" + answering.port() + "', " + ca() + "}",
                            "{token: t}"));
            try (ClusterAccess access = ClusterAccess.open(TestKubeconfig.settings(file), vertx)) {
                int tokens = new ApiReader(UpstreamMetrics.NONE)
                        .read(access.client(), "list", "list", Deadline.in(Duration.ofSeconds(10)), json -> {
                            int count = 0;
                            while (json.nextToken() != null) {
                                count++;
                            }
                            return count;
                        });

                assertThat(tokens).isEqualTo(5);
                assertThat(asked).containsExactly(encoding);
            }
        }
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String ca() {
        return "certificate-authority-data: " + base64(PKI.certificate());
    }

    private ClusterDescription read(String cluster, Map<String, String> variables) throws Exception {
        return readFrom("127.0.0.1", cluster, variables);
    }

    private ClusterDescription readFrom(String host, String cluster, Map<String, String> variables) throws Exception {
        Path file = TestKubeconfig.write(
                folder.resolve("config"),
                TestKubeconfig.text(
                        "{server: 'https://" + host + ":" + server.port() + "', " + cluster + "}", "{token: t}"));
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("PATH", "/usr/bin:/bin");
        AccessSettings settings =
                TestKubeconfig.settings(file).change().environment(environment).done();
        try (ClusterAccess access = ClusterAccess.open(settings, vertx)) {
            assertThat(access.client().top().nodes().metrics().getItems()).isEmpty();
            return access.describe("test");
        }
    }
}
