// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken, as what, and what is said of those that are not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebConfigReaderTest {

    /** The hash of "fakepassword" that the toolkit has in its code. */
    private static final String HASH = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";

    private static final String TLS = "tls_server_config:\n  cert_file: tls.crt\n  key_file: tls.key\n";

    private Path folder;
    private TestPki.Issued server;

    @BeforeAll
    void certificates(@TempDir Path temporary) throws Exception {
        folder = temporary;
        TestPki authority = new TestPki("authority");
        server = authority.server("localhost");
        TestPki.Issued other = authority.server("localhost");
        Files.writeString(folder.resolve("ca.crt"), authority.certificate());
        Files.writeString(folder.resolve("tls.crt"), server.certificate());
        Files.writeString(folder.resolve("tls.key"), server.key());
        Files.writeString(folder.resolve("other.key"), other.key());
        Files.writeString(folder.resolve("garbage.pem"), "no certificate, no key\n");
        Files.writeString(
                folder.resolve("torn.crt"), server.certificate().replaceFirst("\n[A-Za-z0-9+/=]{64}\n", "\nAAAA\n"));
        Files.writeString(folder.resolve("huge.crt"), "x".repeat(1024 * 1024 + 1));
    }

    private WebConfig read(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("web.yml"), yaml);
        WebConfig config = WebConfigReader.read(file).config();
        WebSecurity.check(file);
        return config;
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(ofTheForm(), ofCertificates(), ofClients(), ofVersionsAndSuites(), ofTheRest())
                .flatMap(List::stream);
    }

    private static Arguments mistake(String yaml, String... messages) {
        return Arguments.of(yaml, String.join("\n", messages));
    }

    private static List<Arguments> ofTheForm() {
        return List.of(
                mistake(
                        "tls_server_config: [",
                        "web.yml:1: not YAML: expected the node content, but found '<stream end>'; look"
                                + " at the indentation and quotes in and above this line"),
                mistake("- a\n", "web.yml:1: the file is a list, expected a mapping"),
                mistake(
                        "tls: {}\n",
                        "web.yml:1: unknown key tls; known are tls_server_config, http_server_config,"
                                + " basic_auth_users, rate_limit"),
                mistake(
                        TLS + "basic_auth_user:\n  a: b\n",
                        "web.yml:4: unknown key basic_auth_user; did you mean basic_auth_users?"),
                mistake(
                        "tls_server_config:\n  cert_fil: tls.crt\n  key_file: tls.key\n",
                        "web.yml:2: unknown key tls_server_config.cert_fil; did you mean cert_file?",
                        "web.yml:1: tls_server_config.cert_file is missing, as is cert; TLS needs one of them"),
                mistake(
                        TLS + "  key_file: other.key\n",
                        "web.yml:4: tls_server_config.key_file stands there twice, first in line 3; delete one of them"),
                mistake(
                        "tls_server_config: on\n",
                        "web.yml:1: tls_server_config is a single value, expected a mapping"),
                mistake(
                        TLS + "  cipher_suites: TLS_AES_128_GCM_SHA256\n",
                        "web.yml:4: tls_server_config.cipher_suites is a single value, expected a list"),
                mistake(
                        TLS + "  client_allowed_sans: [[a]]\n",
                        "web.yml:4: an item of tls_server_config.client_allowed_sans is a list, expected a single value",
                        "web.yml:4: tls_server_config.client_allowed_sans is empty, so that nobody could connect; delete it"
                                + " or name somebody"),
                mistake(
                        "http_server_config:\n  http2: yes\n",
                        "web.yml:2: http_server_config.http2 is 'yes', expected true or false"));
    }

    private static List<Arguments> ofCertificates() {
        return List.of(
                mistake(
                        "tls_server_config:\n  min_version: TLS13\n",
                        "web.yml:1: tls_server_config.cert_file is missing, as is cert; TLS needs one of them",
                        "web.yml:1: tls_server_config.key_file is missing, as is key; TLS needs one of them"),
                mistake(
                        "tls_server_config:\n  cert_file: \"\"\n  key_file: tls.key\n",
                        "web.yml:2: tls_server_config.cert_file is missing, as is cert; TLS needs one of them"),
                mistake(
                        TLS + "  cert: x\n",
                        "web.yml:2: tls_server_config.cert_file and cert stand there both; delete one of them"),
                mistake(
                        "tls_server_config:\n  cert_file: nope.crt\n  key_file: tls.key\n",
                        "web.yml:2: tls_server_config.cert_file cannot be used: nope.crt: no such file"),
                mistake(
                        "tls_server_config:\n  cert_file: .\n  key_file: tls.key\n",
                        "web.yml:2: tls_server_config.cert_file cannot be used: .: a folder, expected a file"),
                mistake(
                        "tls_server_config:\n  cert_file: huge.crt\n  key_file: tls.key\n",
                        "web.yml:2: tls_server_config.cert_file cannot be used: huge.crt: larger than 1048576 bytes, expected"
                                + " a small text file"),
                mistake(
                        "tls_server_config:\n  cert_file: garbage.pem\n  key_file: tls.key\n",
                        "web.yml:2: tls_server_config.cert_file garbage.pem: no certificate found; a block -----BEGIN"
                                + " CERTIFICATE----- is expected"),
                mistake(
                        "tls_server_config:\n  cert_file: torn.crt\n  key_file: tls.key\n",
                        "web.yml:2: tls_server_config.cert_file torn.crt: a certificate is damaged; give certificates in PEM"
                                + " form as they were issued"),
                mistake(
                        "tls_server_config:\n  cert_file: tls.crt\n  key_file: garbage.pem\n",
                        "web.yml:3: tls_server_config.key_file garbage.pem: no private key in PEM form found; a block"
                                + " -----BEGIN PRIVATE KEY-----, RSA PRIVATE KEY or EC PRIVATE KEY is expected"),
                mistake(
                        "tls_server_config:\n  cert_file: tls.crt\n  key_file: other.key\n",
                        "web.yml:3: tls_server_config.key_file other.key: certificate and key do not belong together; give the"
                                + " key the certificate was issued for"));
    }

    private static List<Arguments> ofClients() {
        return List.of(
                mistake(
                        TLS + "  client_auth_type: RequireAndVerifyClientCerts\n",
                        "web.yml:4: tls_server_config.client_auth_type is 'RequireAndVerifyClientCerts', which is no type of"
                                + " client authentication; did you mean RequireAndVerifyClientCert?"),
                mistake(
                        TLS + "  client_ca_file: ca.crt\n",
                        "web.yml:4: tls_server_config.client_ca_file has no effect without client_auth_type; set it to"
                                + " RequireAndVerifyClientCert"),
                mistake(
                        TLS + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: garbage.pem\n",
                        "web.yml:5: tls_server_config.client_ca_file garbage.pem: no certificate found; a block -----BEGIN"
                                + " CERTIFICATE----- is expected"),
                mistake(
                        TLS + "  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.crt\n"
                                + "  client_allowed_sans:\n    - prometheus\n",
                        "web.yml:6: tls_server_config.client_allowed_sans needs client_auth_type RequireAndVerifyClientCert or"
                                + " RequireAnyClientCert; with others a client may show no certificate at all"));
    }

    private static List<Arguments> ofVersionsAndSuites() {
        return List.of(
                mistake(
                        TLS + "  min_version: TLS1.2\n",
                        "web.yml:4: tls_server_config.min_version is 'TLS1.2', which is no version of TLS; expected TLS12 or"
                                + " TLS13"),
                mistake(
                        TLS + "  min_version: TLS10\n",
                        "web.yml:4: tls_server_config.min_version is TLS10, which Java does not speak any more (RFC 8996);"
                                + " expected TLS12 or TLS13"),
                mistake(
                        TLS + "  max_version: TLS11\n",
                        "web.yml:4: tls_server_config.max_version is TLS11, which Java does not speak any more (RFC 8996);"
                                + " expected TLS12 or TLS13"),
                mistake(
                        TLS + "  min_version: TLS13\n  max_version: TLS12\n",
                        "web.yml:4: tls_server_config.min_version is TLS13, which is above max_version TLS12; nobody could"
                                + " connect"),
                mistake(
                        TLS + "  cipher_suites:\n    - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA257\n",
                        "web.yml:5: tls_server_config.cipher_suites has 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA257', which is no"
                                + " cipher suite of the toolkit; did you mean TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256?"),
                mistake(
                        TLS + "  max_version: TLS12\n  cipher_suites: [TLS_AES_128_GCM_SHA256]\n",
                        "web.yml:5: tls_server_config.cipher_suites leaves no suite of TLS 1.2, and max_version leaves out TLS"
                                + " 1.3; nobody could connect"),
                mistake(
                        TLS + "  curve_preferences: [CurveP256, CurveP25519]\n",
                        "web.yml:4: tls_server_config.curve_preferences has 'CurveP25519', which is no curve of the toolkit;"
                                + " did you mean CurveP256?"),
                mistake(
                        TLS + "  curve_preferences: [X25519]\n",
                        "web.yml:2: tls_server_config.cert_file tls.crt: its key is on the curve secp256r1, which is not in"
                                + " tls_server_config.curve_preferences; Java wants it there, so add it or delete"
                                + " curve_preferences"));
    }

    private static List<Arguments> ofTheRest() {
        return List.of(
                mistake(
                        "http_server_config:\n  headers:\n    Server: me\n",
                        "web.yml:3: unknown key http_server_config.headers.Server; known are Content-Security-Policy,"
                                + " X-Frame-Options, X-Content-Type-Options, X-XSS-Protection, Strict-Transport-Security"),
                mistake(
                        "http_server_config:\n  headers:\n    X-Frame-Options: maybe\n",
                        "web.yml:3: http_server_config.headers.X-Frame-Options is 'maybe', expected deny or sameorigin"),
                mistake(
                        "http_server_config:\n  headers:\n    X-XSS-Protection: \"1\\r\\nSet-Cookie: a=b\"\n",
                        "web.yml:3: http_server_config.headers.X-XSS-Protection has characters that no header can have,"
                                + " expected one line of ASCII"),
                mistake(
                        "basic_auth_users:\n  alice: secret\n",
                        "web.yml:2: basic_auth_users.alice is not a bcrypt hash, expected 60 characters that begin with $2y$,"
                                + " $2b$ or $2a$; make one with htpasswd -nBC 10 \"\""),
                mistake(
                        "basic_auth_users:\n  alice: " + HASH.replace("$10$", "$31$") + "\n",
                        "web.yml:2: basic_auth_users.alice is a bcrypt hash of cost 31, expected a cost from 4 to 18; each step"
                                + " doubles the time, 10 is customary"),
                mistake(
                        "basic_auth_users:\n  a:b: " + HASH + "\n",
                        "web.yml:2: basic_auth_users.a:b cannot be a user: a colon ends the name (RFC 7617)"),
                mistake(
                        "rate_limit:\n  interval: often\n  burst: 1.5\n",
                        "web.yml:2: rate_limit.interval is 'often', expected a time such as 500ms, 10s or 1m",
                        "web.yml:3: rate_limit.burst is '1.5', expected a whole number"),
                mistake(
                        "rate_limit:\n  interval: 1s\n",
                        "web.yml:1: rate_limit.burst is 0, so that nobody would be answered; expected a whole number of 1 or"
                                + " more"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithFileLineAndKey(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .extracting(failure -> failure.getMessage().replace(folder + "/", ""))
                .isEqualTo(message);
    }

    @Test
    void noMessageShowsAPasswordAHashOrAKey() {
        String yaml =
                "tls_server_config:\n  cert_file: tls.crt\n  key: |\n    -----BEGIN PRIVATE KEY-----\n    c2VjcmV0\n"
                        + "    -----END PRIVATE KEY-----\nbasic_auth_users:\n  alice: hunter2\n";

        assertThatThrownBy(() -> read(yaml)).message().doesNotContain("c2VjcmV0", "hunter2");
        assertThatThrownBy(() -> read(yaml.replaceAll("(?s)basic_auth.*", "")))
                .message()
                .doesNotContain("c2VjcmV0")
                .contains("the private key is damaged");
        assertThat(PasswordHash.parse(HASH).toString()).doesNotContain(HASH.substring(7));
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> WebConfigReader.read(Path.of("nowhere/web.yml")))
                .hasMessage("nowhere/web.yml: no such file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing but a comment\n",
                "tls_server_config:\n",
                "tls_server_config: {}\nhttp_server_config:\n  headers:\nbasic_auth_users:\n",
                "http_server_config:\n  headers:\n    X-Frame-Options: \"\"\n",
                "rate_limit: {interval: 0, burst: 0}\n"
            })
    void aFileThatAsksForNothingIsPlainHttpForEverybody(String yaml) throws Exception {
        WebConfig config = read(yaml);

        assertThat(config.tls()).isEmpty();
        assertThat(config.users()).isEmpty();
        assertThat(config.headers()).isEmpty();
        assertThat(config.rateLimit()).isEmpty();
        assertThat(config.http2()).isTrue();
    }

    @Test
    void theDefaultsOfTlsAreThoseOfTheToolkit() throws Exception {
        TlsServerConfig tls = read(TLS).tls().orElseThrow();

        assertThat(tls.clientAuth()).isEqualTo(ClientAuthType.NO_CLIENT_CERT);
        assertThat(tls.versions()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(tls.suites()).containsAll(CipherSuites.TLS13).containsAll(CipherSuites.TLS12);
        assertThat(tls.ownOrder()).isTrue();
        assertThat(tls.groups()).isEmpty();
        assertThat(tls.allowedSans()).isEmpty();
    }

    @Test
    void everyKeyIsRead() throws Exception {
        WebConfig config = read(
                """
                tls_server_config:
                  cert_file: tls.crt
                  key_file: tls.key
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: ca.crt
                  client_allowed_sans: [prometheus.monitoring.svc, 10.0.0.1]
                  min_version: TLS12
                  max_version: TLS12
                  cipher_suites:
                    - TLS_AES_128_GCM_SHA256
                    - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
                    - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
                  prefer_server_cipher_suites: false
                  curve_preferences: [CurveP256, X25519]
                http_server_config:
                  http2: false
                  headers:
                    Strict-Transport-Security: max-age=31536000
                    X-Frame-Options: deny
                basic_auth_users:
                  alice: %s
                  bob: %s
                rate_limit:
                  interval: 500ms
                  burst: 20
                """
                        .formatted(HASH, HASH.replace("$2y$10$", "$2a$04$")));
        TlsServerConfig tls = config.tls().orElseThrow();

        assertThat(tls.clientAuth()).isEqualTo(ClientAuthType.REQUIRE_AND_VERIFY_CLIENT_CERT);
        assertThat(tls.authorities().text()).isEqualTo(Files.readAllBytes(folder.resolve("ca.crt")));
        assertThat(tls.allowedSans()).containsExactlyInAnyOrder("prometheus.monitoring.svc", "10.0.0.1");
        assertThat(tls.versions()).containsExactly("TLSv1.2");
        assertThat(tls.suites())
                .containsExactly("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assertThat(tls.ownOrder()).isFalse();
        assertThat(tls.groups()).containsExactly("secp256r1", "x25519");
        assertThat(config.http2()).isFalse();
        assertThat(config.headers())
                .containsEntry("Strict-Transport-Security", "max-age=31536000")
                .containsEntry("X-Frame-Options", "deny")
                .hasSize(2);
        assertThat(config.users()).containsOnlyKeys("alice", "bob");
        assertThat(config.users().get("bob").cost()).isEqualTo(4);
        assertThat(config.rateLimit()).contains(new RateLimit(500_000_000, 20));
    }

    @Test
    void theExampleOfTheReferenceIsTakenAsItIsAndHasEveryKey() throws Exception {
        String reference = Files.readString(Path.of("src/docs/CONFIGURATION.md"));
        String example = reference.substring(reference.indexOf("```yaml\ntls_server_config:") + "```yaml\n".length());
        example = example.substring(0, example.indexOf("```"));

        WebConfig config = read(example);

        assertThat(config.tls()).isPresent();
        assertThat(config.users().get("prometheus").matches("fakepassword".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(config.headers()).hasSize(5);
        assertThat(config.rateLimit()).isPresent();
        for (String key : TlsServerConfigReader.KEYS) {
            assertThat(example).contains(key);
        }
    }

    @Test
    void certificatesMayStandInTheFileItself() throws Exception {
        String yaml = "tls_server_config:\n  cert: |\n" + indented(server.certificate()) + "  key: |\n"
                + indented(server.key()) + "  client_auth_type: RequireAnyClientCert\n  client_ca: |\n"
                + indented(Files.readString(folder.resolve("ca.crt")));

        TlsServerConfig tls = read(yaml).tls().orElseThrow();

        assertThat(new String(tls.certificate().text())).isEqualTo(server.certificate());
        assertThat(tls.authorities().source()).endsWith("tls_server_config.client_ca");
    }

    private static String indented(String pem) {
        return Arrays.stream(pem.split("\n")).map(line -> "    " + line + "\n").reduce("", String::concat);
    }

    @ParameterizedTest
    @CsvSource({
        "NoClientCert, NO_CLIENT_CERT",
        "RequestClientCert, REQUEST_CLIENT_CERT",
        "RequireAnyClientCert, REQUIRE_ANY_CLIENT_CERT",
        "RequireClientCert, REQUIRE_ANY_CLIENT_CERT",
        "VerifyClientCertIfGiven, VERIFY_CLIENT_CERT_IF_GIVEN",
        "RequireAndVerifyClientCert, REQUIRE_AND_VERIFY_CLIENT_CERT"
    })
    void theTypesOfClientAuthenticationHaveGosNames(String name, ClientAuthType type) throws Exception {
        assertThat(read(TLS + "  client_auth_type: " + name + "\n")
                        .tls()
                        .orElseThrow()
                        .clientAuth())
                .isEqualTo(type);
    }

    @Test
    void aReadingIsAnotherWhenAnyFileIs() throws Exception {
        Path file = Files.writeString(folder.resolve("web.yml"), TLS);
        String before = WebConfigReader.read(file).fingerprint();
        assertThat(WebConfigReader.read(file).fingerprint()).isEqualTo(before);

        Files.writeString(folder.resolve("tls.key"), server.key() + "\n");
        String after = WebConfigReader.read(file).fingerprint();
        Files.writeString(folder.resolve("tls.key"), server.key());

        assertThat(after).isNotEqualTo(before);
        assertThat(WebConfigReader.read(file).fingerprint()).isEqualTo(before);
    }
}
