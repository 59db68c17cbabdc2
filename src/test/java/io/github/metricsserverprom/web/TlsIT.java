// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.kubernetes.tls.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tls_server_config lets in and what it keeps out, tried by real connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {

    private static final String TLS = "tls_server_config:\n  cert_file: tls.crt\n  key_file: tls.key\n";

    private final TestPki authority = new TestPki("authority");
    private final TestPki stranger = new TestPki("stranger");
    private Path folder;

    @BeforeAll
    void certificates(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Files.writeString(folder.resolve("ca.crt"), authority.certificate());
        write(authority.server("localhost"));
    }

    private void write(TestPki.Issued server) throws IOException {
        Files.writeString(folder.resolve("tls.crt"), server.certificate());
        Files.writeString(folder.resolve("tls.key"), server.key());
    }

    private SecuredServer serving(String yaml) throws Exception {
        return SecuredServer.start(Files.writeString(folder.resolve("web.yml"), yaml));
    }

    private TlsClient client() {
        return new TlsClient(authority);
    }

    private static boolean answers(TlsClient client, SecuredServer server) throws InterruptedException {
        try {
            return client.get(server.uri("/")).body().equals("hello");
        } catch (IOException e) {
            return false;
        }
    }

    private TlsClient showing(String certificate) {
        Instant later = Instant.now().plus(Duration.ofDays(1));
        return switch (certificate) {
            case "trusted" -> client().showing(authority.client("prometheus"));
            case "untrusted" -> client().showing(stranger.client("prometheus"));
            case "expired" ->
                client().showing(authority.issue(
                        "prometheus", TestPki.ec(), Instant.now().minus(Duration.ofDays(1))));
            case "rsa" -> client().showing(authority.issue("prometheus", TestPki.rsa(), later));
            default -> client();
        };
    }

    @ParameterizedTest(name = "{0}, client certificate {1}: let in {2}")
    @CsvSource({
        "NoClientCert, none, true",
        "NoClientCert, untrusted, true",
        "RequestClientCert, none, true",
        "RequestClientCert, trusted, true",
        "RequestClientCert, untrusted, true",
        "RequestClientCert, expired, true",
        "RequireAnyClientCert, none, false",
        "RequireAnyClientCert, trusted, true",
        "RequireAnyClientCert, untrusted, true",
        "VerifyClientCertIfGiven, none, true",
        "VerifyClientCertIfGiven, trusted, true",
        "VerifyClientCertIfGiven, untrusted, false",
        "VerifyClientCertIfGiven, expired, false",
        "RequireAndVerifyClientCert, none, false",
        "RequireAndVerifyClientCert, trusted, true",
        "RequireAndVerifyClientCert, rsa, true",
        "RequireAndVerifyClientCert, untrusted, false",
        "RequireAndVerifyClientCert, expired, false"
    })
    void theTypeOfClientAuthenticationDecides(String type, String certificate, boolean letIn) throws Exception {
        String authorities = type.equals("NoClientCert") ? "" : "  client_ca_file: ca.crt\n";
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SecuredServer server = serving(TLS + "  client_auth_type: " + type + "\n" + authorities)) {
                assertThat(answers(showing(certificate).speaking(version), server))
                        .as(version)
                        .isEqualTo(letIn);
            }
        }
    }

    @ParameterizedTest(name = "allowed {0}, shown {1}: let in {2}")
    @CsvSource({
        "prometheus.monitoring.svc, prometheus.monitoring.svc, true",
        "prometheus.monitoring.svc, PROMETHEUS.monitoring.svc, false",
        "prometheus.monitoring.svc, evil.prometheus.monitoring.svc, false",
        "'*.monitoring.svc', prometheus.monitoring.svc, false",
        "prometheus@example.org, prometheus@example.org, true",
        "10.1.2.3, 10.1.2.3, true",
        "'2001:db8::1', '2001:db8:0:0:0:0:0:1', true",
        "'2001:db8:0:0:0:0:0:1', '2001:db8:0:0:0:0:0:1', false",
        "spiffe://cluster/ns/monitoring, spiffe://cluster/ns/monitoring, true",
        "spiffe://cluster/ns/monitoring, spiffe://cluster/ns/monitoring/sa, false"
    })
    void anAllowedNameMustBeMetExactly(String allowed, String shown, boolean letIn) throws Exception {
        String yaml = TLS + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n"
                + "  client_allowed_sans: [\"somebody.else\", \"" + allowed + "\"]\n";
        try (SecuredServer server = serving(yaml)) {
            TlsClient client = client().showing(authority.client("prometheus", "first.name", shown));
            assertThat(answers(client, server)).isEqualTo(letIn);
            assertThat(answers(client().showing(authority.client("prometheus")), server))
                    .as("without any name")
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "{0} to {1}, client {2}: let in {3}")
    @CsvSource({
        "TLS12, TLS13, TLSv1.2, true",
        "TLS12, TLS13, TLSv1.3, true",
        "TLS13, TLS13, TLSv1.2, false",
        "TLS13, TLS13, TLSv1.3, true",
        "TLS12, TLS12, TLSv1.2, true",
        "TLS12, TLS12, TLSv1.3, false"
    })
    void theVersionsOfTlsAreKept(String least, String most, String client, boolean letIn) throws Exception {
        try (SecuredServer server = serving(TLS + "  min_version: " + least + "\n  max_version: " + most + "\n")) {
            assertThat(answers(client().speaking(client), server)).isEqualTo(letIn);
        }
    }

    @Test
    void onlyChosenSuitesOfTls12AreSpokenInTheServersOrder() throws Exception {
        String[] known = {
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
        };
        String chosen = "  cipher_suites: [" + known[1] + ", " + known[0] + "]\n";
        try (SecuredServer server = serving(TLS + chosen)) {
            TlsClient all = client().speaking("TLSv1.2").offering(known);
            assertThat(suite(all, server)).isEqualTo(known[1]);
            assertThat(answers(client().speaking("TLSv1.2").offering(known[2]), server))
                    .isFalse();
            assertThat(answers(client().speaking("TLSv1.3"), server)).isTrue();
        }
        try (SecuredServer server = serving(TLS + chosen + "  prefer_server_cipher_suites: false\n")) {
            assertThat(suite(client().speaking("TLSv1.2").offering(known), server))
                    .isEqualTo(known[0]);
        }
    }

    private static String suite(TlsClient client, SecuredServer server) throws Exception {
        return client.get(server.uri("/")).sslSession().orElseThrow().getCipherSuite();
    }

    @ParameterizedTest(name = "curves {0}, client {1}: let in {2}")
    @CsvSource({
        "CurveP384, secp384r1, true",
        "CurveP384, x25519, false",
        "CurveP384, secp256r1, false",
        "X25519, x25519, true",
        "X25519, ffdhe2048, false",
        "CurveP256, secp256r1, true",
        "CurveP521, secp521r1, true",
        "CurveP521, secp384r1, false",
        "CurveP521, ffdhe2048, false",
        "'CurveP256, X25519', x25519, true",
        "'CurveP256, X25519', secp521r1, false"
    })
    void onlyChosenCurvesAreTaken(String curves, String group, boolean letIn) throws Exception {
        TestPki rsa = new TestPki("rsa authority", TestPki.rsa());
        try {
            write(rsa.issue("server", TestPki.rsa(), Instant.now().plus(Duration.ofDays(1)), "localhost"));
            try (SecuredServer server = serving(TLS + "  curve_preferences: [" + curves + "]\n")) {
                for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                    TlsClient client = new TlsClient(rsa).speaking(version).agreeingOn(group);
                    assertThat(answers(client, server)).as(version).isEqualTo(letIn);
                }
            }
        } finally {
            write(authority.server("localhost"));
        }
    }

    @ParameterizedTest(name = "http2 {0}, client {1}: {2}")
    @CsvSource({"true, HTTP_2, HTTP_2", "true, HTTP_1_1, HTTP_1_1", "false, HTTP_2, HTTP_1_1"})
    void http2IsSpokenUnlessItIsTurnedOff(boolean on, HttpClient.Version asked, HttpClient.Version spoken)
            throws Exception {
        try (SecuredServer server = serving(TLS + "http_server_config: {http2: " + on + "}\n")) {
            assertThat(client().http(asked).get(server.uri("/")).version()).isEqualTo(spoken);
        }
    }

    @Test
    void whoGoesAwayWhileThePasswordIsCheckedLeavesNothingBehind() throws Exception {
        String hash = "$2y$12$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";
        try (SecuredServer server = serving(TLS + "basic_auth_users:\n  alice: " + hash + "\n")) {
            HttpClient client = client().http(HttpClient.Version.HTTP_2).client();
            HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/"));
            // A first answer, so that the connection is there.
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
            for (int i = 0; i < 3; i++) {
                HttpRequest guess = request.setHeader("Authorization", SecuredServer.basic("alice", "guess " + i))
                        .timeout(Duration.ofMillis(30))
                        .build();
                assertThatThrownBy(() -> client.send(guess, HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(HttpTimeoutException.class);
            }
            HttpRequest last = request.setHeader("Authorization", SecuredServer.basic("alice", "last"))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            assertThat(client.send(last, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            assertThat(server.unhandled).isEmpty();
            assertThat(server.refused("password")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed25519"})
    void everyKindOfKeyWillDo(String kind) throws Exception {
        try {
            write(authority.issue(
                    "server",
                    switch (kind) {
                        case "rsa" -> TestPki.rsa();
                        case "ec" -> TestPki.ec();
                        default -> TestPki.ed25519();
                    },
                    Instant.now().plus(Duration.ofDays(1)),
                    "localhost"));
            try (SecuredServer server = serving(TLS)) {
                assertThat(answers(client().speaking("TLSv1.3"), server)).isTrue();
            }
        } finally {
            write(authority.server("localhost"));
        }
    }

    @Test
    void whoDoesNotAgreeOnTlsIsCountedAndWhoJustKnocksIsNot() throws Exception {
        String yaml = TLS + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n";
        try (SecuredServer server = serving(yaml)) {
            new Socket("localhost", server.port()).close();
            try (Socket socket = new Socket("localhost", server.port());
                    InputStream in = socket.getInputStream()) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("HTTP/1");
            }
            assertThat(answers(client().speaking("TLSv1.2"), server)).isFalse();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(server.count("metrics_server_prom_tls_handshake_failures_total"))
                            .isEqualTo(2));
        }
    }

    @Test
    void aNewCertificateIsShownToNewConnectionsAndABadOneIsNot() throws Exception {
        try (SecuredServer server = serving(TLS)) {
            HttpClient kept = client().client();
            HttpResponse<String> first =
                    kept.send(HttpRequest.newBuilder(server.uri("/")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(first.statusCode()).isEqualTo(200);
            var before = client().certificate(server.uri("/"));

            Files.writeString(
                    folder.resolve("tls.key"), authority.server("localhost").key());
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !server.web.problem().isEmpty());
            assertThat(server.web.problem())
                    .endsWith(
                            "tls_server_config.key_file tls.key: certificate and key do not belong together; give the key"
                                    + " the certificate was issued for");
            assertThat(client().certificate(server.uri("/"))).isEqualTo(before);
            assertThat(server.value("metrics_server_prom_web_config_last_reload_successful"))
                    .isZero();

            write(authority.server("localhost"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.web.problem().isEmpty());
            assertThat(client().certificate(server.uri("/"))).isNotEqualTo(before);
            assertThat(server.value("metrics_server_prom_web_config_last_reload_successful"))
                    .isEqualTo(1);
            assertThat(server.value("metrics_server_prom_web_certificate_expiry_timestamp_seconds"))
                    .isGreaterThan(Instant.now().getEpochSecond());
        }
    }

    @Test
    void theRulesForClientsChangeWithTheFile() throws Exception {
        Path file = folder.resolve("web.yml");
        try (SecuredServer server = serving(TLS)) {
            assertThat(answers(client(), server)).isTrue();

            Files.writeString(file, TLS + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n");
            await().atMost(Duration.ofSeconds(10)).until(() -> !answers(client(), server));
            assertThat(answers(showing("trusted"), server)).isTrue();

            Files.writeString(file, "basic_auth_users: {}\n");
            assertThatThrownBy(server.web::reload)
                    .hasMessage(file + ": tls_server_config was removed; TLS is turned on or off by a restart only");
            assertThat(answers(client(), server)).isFalse();
            assertThat(answers(showing("trusted"), server)).isTrue();

            Files.writeString(file, TLS + "http_server_config: {http2: false}\n");
            assertThatThrownBy(server.web::reload)
                    .hasMessage(file + ": http_server_config.http2 is now false; that takes a restart");
        }
    }

    @Test
    void aMountedSecretIsSwappedAsAWhole() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("secret"));
        Path first = Files.createDirectory(mount.resolve("..2026_1"));
        Path second = Files.createDirectory(mount.resolve("..2026_2"));
        for (Path version : new Path[] {first, second}) {
            TestPki.Issued issued = authority.server("localhost");
            Files.writeString(version.resolve("tls.crt"), issued.certificate());
            Files.writeString(version.resolve("tls.key"), issued.key());
            Files.writeString(version.resolve("web.yml"), TLS);
        }
        Path data = Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_1"));
        for (String name : new String[] {"tls.crt", "tls.key", "web.yml"}) {
            Files.createSymbolicLink(mount.resolve(name), Path.of("..data").resolve(name));
        }
        try (SecuredServer server = SecuredServer.start(mount.resolve("web.yml"))) {
            var before = client().certificate(server.uri("/"));

            Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2026_2"));
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !client().certificate(server.uri("/")).equals(before));
            assertThat(server.web.problem()).isEmpty();
        }
    }
}
