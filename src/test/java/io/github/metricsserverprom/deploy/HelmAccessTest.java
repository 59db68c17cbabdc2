// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, passwords and bearer tokens as values of the chart: files, rights, and what probes and monitors make of them. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the pom has Helm for this system only")
class HelmAccessTest {

    private static final String MONITORS = "serviceMonitor: {enabled: true}\npodMonitor: {enabled: true}\n";
    private static final String TLS = "web:\n  tlsSecret: exporter-tls\n";
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");

    @TempDir
    private Path folder;

    private Manifests render(String values) {
        return Chart.render(folder, "metrics-server-prom", values);
    }

    @Test
    void theWebConfigurationIsASecretThatIsMounted() throws IOException {
        Manifests manifests = render(
                TLS + "  config: {tls_server_config: {min_version: TLS13}, basic_auth_users: {prometheus: $2y$10$a}}");

        assertThat(manifests.one("Secret").at("/metadata/name").asText()).isEqualTo("metrics-server-prom-web");
        assertThat(Manifests.parseAny(manifests
                        .one("Secret")
                        .at("/stringData/web-config.yaml")
                        .asText()))
                .isEqualTo(Manifests.parseAny("tls_server_config:\n"
                        + "  cert_file: /app/tls/tls.crt\n  key_file: /app/tls/tls.key\n  min_version: TLS13\n"
                        + "basic_auth_users: {prometheus: $2y$10$a}"));
        assertThat(manifests.container().path("env").toString())
                .isEqualTo("[{\"name\":\"" + Setting.WEB_CONFIG_FILE.environment()
                        + "\",\"value\":\"/app/web/web-config.yaml\"}]");
        assertThat(volume(manifests, "/app/web").at("/secret/secretName").asText())
                .isEqualTo("metrics-server-prom-web");
        assertThat(volume(manifests, "/app/tls").at("/secret/secretName").asText())
                .isEqualTo("exporter-tls");
    }

    private static JsonNode volume(Manifests manifests, String mountPath) {
        String name = "";
        for (JsonNode mount : manifests.container().path("volumeMounts")) {
            name = mount.path("mountPath").asText().equals(mountPath)
                    ? mount.path("name").asText()
                    : name;
        }
        for (JsonNode volume : manifests.one("Deployment").at("/spec/template/spec/volumes")) {
            if (volume.path("name").asText().equals(name)) {
                return volume;
            }
        }
        throw new AssertionError("no volume at " + mountPath);
    }

    @Test
    void anotherSecretMayHoldTheWebConfiguration() throws IOException {
        Manifests manifests = render("web: {configSecret: mine}");

        assertThat(manifests.has("Secret")).isFalse();
        assertThat(volume(manifests, "/app/web").at("/secret/secretName").asText())
                .isEqualTo("mine");
    }

    @Test
    void passwordsAloneLeaveProbesAsTheyAre() throws IOException {
        Manifests manifests = render("web: {config: {basic_auth_users: {prometheus: $2y$10$a}}}");

        for (String probe : PROBES) {
            assertThat(manifests.container().path(probe))
                    .isEqualTo(render("").container().path(probe));
        }
    }

    @Test
    void probesAndMonitorsFollowTls() throws IOException {
        Manifests manifests = render(MONITORS + TLS);

        for (String probe : PROBES) {
            assertThat(manifests.container().path(probe).at("/httpGet/scheme").asText())
                    .isEqualTo("HTTPS");
        }
        for (JsonNode endpoint : endpoints(manifests)) {
            assertThat(endpoint.path("scheme").asText()).isEqualTo("https");
            assertThat(endpoint.at("/tlsConfig/ca/secret/name").asText()).isEqualTo("exporter-tls");
            assertThat(endpoint.at("/tlsConfig/serverName").asText())
                    .isEqualTo("metrics-server-prom.metrics-server-prom.svc");
        }
    }

    private static List<JsonNode> endpoints(Manifests manifests) {
        return List.of(
                manifests.one("ServiceMonitor").at("/spec/endpoints/0"),
                manifests.one("PodMonitor").at("/spec/podMetricsEndpoints/0"));
    }

    @ParameterizedTest
    @CsvSource({
        "'  clientCertificates: true', true",
        "'  config: {tls_server_config: {client_auth_type: RequireAndVerifyClientCert}}', true",
        "'  config: {tls_server_config: {client_auth_type: RequireAnyClientCert}}', true",
        "'  config: {tls_server_config: {client_auth_type: RequestClientCert}}', false",
        "'  config: {tls_server_config: {client_auth_type: VerifyClientCertIfGiven}}', false",
        "'  clientCertificates: true\n  config: {tls_server_config: {client_auth_type: VerifyClientCertIfGiven}}', false",
    })
    void probesNeedNoCertificate(String more, boolean tcp) throws IOException {
        Manifests manifests = render(TLS + more);

        for (String probe : PROBES) {
            assertThat(manifests.container().path(probe).has("tcpSocket")).isEqualTo(tcp);
            assertThat(manifests.container().path(probe).has("httpGet")).isNotEqualTo(tcp);
        }
    }

    @Test
    void aWebConfigurationThatTheProgramRefusesIsFound() throws IOException {
        Manifests manifests = render("web: {config: {basic_auth_users: {prometheus: $2y$10$a}}}");

        assertThatThrownBy(() -> Policy.check(manifests))
                .hasRootCauseInstanceOf(ConfigException.class)
                .rootCause()
                .hasMessageContaining("basic_auth_users.prometheus");
    }

    @Test
    void clientCertificatesAreAskedForByTheFile() throws IOException {
        String file = render(TLS + "  clientCertificates: true")
                .one("Secret")
                .at("/stringData/web-config.yaml")
                .asText();

        assertThat(Manifests.parseAny(file).path("tls_server_config"))
                .isEqualTo(Manifests.parseAny("cert_file: /app/tls/tls.crt\nkey_file: /app/tls/tls.key\n"
                        + "client_auth_type: RequireAndVerifyClientCert\nclient_ca_file: /app/tls/ca.crt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rbac: {namespaced: true}\n"})
    void bearerTokensBringTheRightToReviewThem(String values) throws IOException {
        Manifests manifests =
                render(values + "properties: {exporter.auth: kubernetes}\nserviceMonitor: {enabled: true}");

        assertThat(Policy.rights(manifests))
                .contains(
                        entry("authentication.k8s.io/tokenreviews", "create"),
                        entry("authorization.k8s.io/subjectaccessreviews", "create"),
                        entry("path /metrics", "get"));
        assertThat(manifests
                        .one("ServiceMonitor")
                        .at("/spec/endpoints/0/bearerTokenFile")
                        .asText())
                .startsWith("/var/run/secrets/");
    }

    @Test
    void monitorsTakeAnotherTokenOrAPassword() throws IOException {
        String token = "authorization: {credentials: {name: token, key: token}}";
        String password = "basicAuth: {username: {name: web, key: user}, password: {name: web, key: password}}";
        Manifests manifests = render("properties: {exporter.auth: kubernetes}\n" + "serviceMonitor: {enabled: true, "
                + password + "}\npodMonitor: {enabled: true, " + token + "}");

        Policy.check(manifests);
        assertThat(endpoints(manifests)).noneMatch(endpoint -> endpoint.has("bearerTokenFile"));
        assertThat(endpoints(manifests).get(0).at("/basicAuth/password/name").asText())
                .isEqualTo("web");
        assertThat(endpoints(manifests)
                        .get(1)
                        .at("/authorization/credentials/name")
                        .asText())
                .isEqualTo("token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web: {config: {rate_limit: {}}, configSecret: mine} | one or the other",
                "web: {config: {rate_limit: {burst: 1}}, configSecret: mine} | one or the other",
                "web: {clientCertificates: true} | web.tlsSecret",
                "web: {config: {tls_server_config: {min_version: TLS13}}} | web.tlsSecret",
                "{podMonitor: {enabled: true}, properties: {exporter.auth: kubernetes}} | podMonitor.authorization",
            })
    void valuesThatDoNotGoTogetherAreRefused(String values, String named) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining(named);
    }

    @Test
    void theNotesSayWhereThePageIsAndWhatIsLeftToDo() throws IOException {
        assertThat(Chart.notes(folder, "replicas: 1"))
                .contains("serves http://metrics-server-prom.monitoring.svc:9100/metrics", "honor_labels: true")
                .doesNotContain("clusterrolebinding", "client certificate", "metrics-server-prom/management");
        assertThat(Chart.notes(
                        folder,
                        TLS + "  clientCertificates: true\npodMonitor: {enabled: true, basicAuth: {username: {}}}\n"
                                + "properties: {exporter.auth: kubernetes}\nserviceMonitor: {enabled: true}"))
                .contains(
                        "serves https://metrics-server-prom.monitoring.svc:9100/metrics",
                        "--clusterrole=metrics-server-prom-reader",
                        "Callers need a client certificate",
                        "metrics-server-prom/management=true")
                .doesNotContain("honor_labels");
    }
}
