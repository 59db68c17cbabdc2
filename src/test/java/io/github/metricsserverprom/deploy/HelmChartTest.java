// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered by Helm itself. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the pom has Helm for this system only")
class HelmChartTest {

    private static final Path CHART = Manifests.DEPLOY.resolve("helm/metrics-server-prom");
    private static final String EVERYTHING = "serviceMonitor: {enabled: true, labels: {release: prometheus}}\n"
            + "podMonitor: {enabled: true}\n"
            + "prometheusRule: {enabled: true}\n"
            + "dashboard: {enabled: true}\n"
            + "kubeconfigSecret: other-cluster\n"
            + "replicas: 2\n"
            + "podLabels: {team: a}\n"
            + "tolerations: [{key: x, operator: Exists}]\n"
            + "env: [{name: KUBE_CONTEXT, value: a}]\n";

    private static final String TLS = "web:\n  tlsSecret: exporter-tls\n";
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");

    @TempDir
    private Path folder;

    private Manifests render(String values) throws IOException {
        return render("metrics-server-prom", values);
    }

    private Manifests render(String release, String values) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        TemplateCommand template = new Helm(CHART)
                .template()
                .withName(release)
                .withNamespace("metrics-server-prom")
                .withKubeVersion("1.30.0");
        return Manifests.parse((values.isEmpty() ? template : template.withValuesFile(file)).call());
    }

    @Test
    void lintFindsNothing() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                EVERYTHING,
                "rbac: {namespaced: true}",
                "rbac: {namespaced: true}\nproperties: {exporter.auth: kubernetes}",
                EVERYTHING + TLS + "  config: {rate_limit: {interval: 100ms, burst: 20}}\n",
                EVERYTHING + TLS + "  clientCertificates: true\n",
                "web: {configSecret: mine}"
            })
    void everyVariantKeepsThePolicy(String values) throws IOException {
        Policy.check(render(values));
    }

    @Test
    void theDefaultsAreThePlainManifests() throws Exception {
        Manifests plain = Kustomization.render(Manifests.DEPLOY.resolve("kubernetes/base"));

        assertThat(essentials(render(""))).isEqualTo(essentials(plain));
    }

    /** What both ways must agree on; labels by which Helm marks its objects are its own. */
    private static Map<String, Object> essentials(Manifests manifests) {
        JsonNode pod = manifests.one("Deployment").at("/spec/template/spec");
        JsonNode container = manifests.container();
        Map<String, Object> essentials = new TreeMap<>();
        for (String field : List.of(
                "ports",
                "livenessProbe",
                "readinessProbe",
                "startupProbe",
                "resources",
                "securityContext",
                "volumeMounts")) {
            essentials.put(field, container.path(field));
        }
        essentials.put("image", container.path("image"));
        for (String field : List.of(
                "securityContext", "volumes", "terminationGracePeriodSeconds", "automountServiceAccountToken")) {
            essentials.put("pod." + field, pod.path(field));
        }
        essentials.put("rights", Policy.rights(manifests));
        essentials.put("service ports", manifests.one("Service").at("/spec/ports"));
        essentials.put("ingress", manifests.one("NetworkPolicy").at("/spec/ingress"));
        essentials.put("egress", manifests.one("NetworkPolicy").at("/spec/egress"));
        essentials.put("budget", manifests.one("PodDisruptionBudget").at("/spec/maxUnavailable"));
        essentials.put("routes", manifests.configMap("-routes"));
        essentials.put("properties", properties(manifests));
        return essentials;
    }

    private static List<String> properties(Manifests manifests) {
        return manifests
                .configMap("-config")
                .path("application.properties")
                .asText()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .sorted()
                .toList();
    }

    @Test
    void routesOfTheValuesAddReplaceAndDrop() throws IOException {
        Manifests manifests = render("routes:\n"
                + "  team-a.camel.yaml: |\n    - route:\n        id: team-a\n"
                + "  landing-page.camel.yaml: \"\"\n"
                + "  nodes.camel.yaml: \"- mine\"\n");

        Map<String, String> expected = new TreeMap<>(ShippedRoutes.read());
        expected.put("team-a.camel.yaml", "- route:\n    id: team-a\n");
        expected.remove("landing-page.camel.yaml");
        expected.put("nodes.camel.yaml", "- mine");
        Map<String, String> found = new TreeMap<>();
        manifests
                .configMap("-routes")
                .properties()
                .forEach(file -> found.put(file.getKey(), file.getValue().asText()));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theNamespacedVariantReadsTheNamespaceOfTheRelease() throws IOException {
        Manifests manifests = render("rbac: {namespaced: true}");

        assertThat(properties(manifests)).contains("exporter.namespaces=metrics-server-prom");
        assertThat(manifests.has("ClusterRole")).isFalse();
        assertThat(manifests.one("Role").at("/metadata/namespace").asText()).isEqualTo("metrics-server-prom");
        assertThat(Policy.rights(manifests))
                .containsOnly(entry("/pods", "list,watch"), entry("metrics.k8s.io/pods", "list"));
    }

    @Test
    void theNamespacedVariantHasARoleInEachNamespaceThatIsRead() throws IOException {
        Manifests manifests =
                render("rbac: {namespaced: true}\nproperties: {exporter.namespaces: \"team-a, team-b\"}\n");

        Policy.check(manifests);
        assertThat(properties(manifests)).contains("exporter.namespaces=team-a, team-b");
        for (String kind : List.of("Role", "RoleBinding")) {
            assertThat(manifests.all(kind))
                    .extracting(object -> object.at("/metadata/namespace").asText())
                    .containsExactly("team-a", "team-b");
        }
        assertThat(manifests.all("RoleBinding"))
                .extracting(object -> object.at("/subjects/0/namespace").asText())
                .containsOnly("metrics-server-prom");
    }

    @Test
    void namespacesAloneNeedNoRightToNodes() throws IOException {
        assertThat(Policy.rights(render("properties: {exporter.namespaces: team-a, exporter.nodes: list}")))
                .containsOnly(entry("/pods", "list,watch"), entry("metrics.k8s.io/pods", "list"));
    }

    @Test
    void nodeFactsBringTheRightToListNodes() throws IOException {
        assertThat(Policy.rights(render("properties: {exporter.nodes: list}"))).contains(entry("/nodes", "list"));
        assertThat(Policy.rights(render("properties: {exporter.pods: \"off\"}")))
                .doesNotContainKey("/pods");
    }

    @Test
    void propertiesKeepTheDefaultsBesidesThem() throws IOException {
        assertThat(properties(render("properties: {exporter.page-size: 1000, exporter.container-resources: true}")))
                .containsExactly(
                        "camel.management.host=0.0.0.0",
                        "exporter.container-resources=true",
                        "exporter.page-size=1000");
    }

    @Test
    void everythingAtOnceIsThere() throws IOException {
        Manifests manifests = render("monitoring", EVERYTHING);

        assertThat(manifests.one("Deployment").at("/metadata/name").asText())
                .isEqualTo("monitoring-metrics-server-prom");
        assertThat(manifests
                        .one("ServiceMonitor")
                        .at("/metadata/labels/release")
                        .asText())
                .isEqualTo("prometheus");
        assertThat(manifests.one("PrometheusRule").at("/spec/groups").size()).isGreaterThan(1);
        assertThat(manifests
                        .configMap("-dashboard")
                        .path("metrics-server-prom.json")
                        .asText())
                .isEqualTo(Files.readString(Manifests.DEPLOY.resolve("grafana/metrics-server-prom.json")));
        assertThat(manifests.container().at("/env/0/value").asText()).isEqualTo("a");
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
        Manifests manifests = render(EVERYTHING + TLS);

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

    @ParameterizedTest
    @CsvSource({
        "replica: 2, replica",
        "web: {tls: true}, tls",
        "web: {config: {users: {}}}, users",
        "web: {config: {basic_auth_users: {a: secret}}}, basic_auth_users",
        "image: {pullPolicy: Sometimes}, pullPolicy",
        "service: {port: 0}, port",
        "routes: {team-a.yaml: x}, team-a.yaml",
        "serviceMonitor: {interval: often}, interval",
    })
    void theSchemaRefusesMistakes(String values, String named) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining(named);
    }

    private String notes(String values) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        return new Helm(CHART)
                .install()
                .withName("metrics-server-prom")
                .withNamespace("monitoring")
                .withKubeVersion("1.30.0")
                .withValuesFile(file)
                .clientOnly()
                .dryRun()
                .call()
                .getOutput();
    }

    @Test
    void theNotesSayWhereThePageIsAndWhatIsLeftToDo() throws IOException {
        assertThat(notes("replicas: 1"))
                .contains("serves http://metrics-server-prom.monitoring.svc:9100/metrics", "honor_labels: true")
                .doesNotContain("clusterrolebinding", "client certificate", "metrics-server-prom/management");
        assertThat(notes(TLS + "  clientCertificates: true\npodMonitor: {enabled: true, basicAuth: {username: {}}}\n"
                        + "properties: {exporter.auth: kubernetes}\nserviceMonitor: {enabled: true}"))
                .contains(
                        "serves https://metrics-server-prom.monitoring.svc:9100/metrics",
                        "--clusterrole=metrics-server-prom-reader",
                        "Callers need a client certificate",
                        "metrics-server-prom/management=true")
                .doesNotContain("honor_labels");
    }

    @Test
    void theExamplesOfTheReadmeRender() throws IOException {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(CHART.resolve("README.md")));
        int examples = 0;
        while (example.find()) {
            Policy.check(render(example.group(1)));
            examples++;
        }
        assertThat(examples).isEqualTo(4);
    }

    @Test
    void aRecipeIsARouteFromAFile() throws IOException {
        Path recipe = Path.of("src/docs/recipes/team-endpoint.camel.yaml");

        Manifests manifests = Manifests.parse(new Helm(CHART)
                .template()
                .withKubeVersion("1.30.0")
                .setFile("routes.team-endpoint\\.camel\\.yaml", recipe)
                .call());

        assertThat(manifests
                        .configMap("-routes")
                        .path("team-endpoint.camel.yaml")
                        .asText())
                .isEqualTo(Files.readString(recipe));
    }

    @Test
    void theVersionIsThatOfTheProgram() throws IOException {
        Manifests chart = Manifests.parse(Files.readString(CHART.resolve("Chart.yaml")));

        assertThat(chart.objects().get(0).path("appVersion").asText()).isEqualTo(Project.version());
    }
}
