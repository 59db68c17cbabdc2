// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules that every set of manifests keeps, whatever makes it. */
final class Policy {

    /** All that a role may ever ask for: verbs by group and resource, or by path. */
    private static final Map<String, String> ALLOWED = Map.of(
            "metrics.k8s.io/nodes", "list",
            "metrics.k8s.io/pods", "list",
            "/nodes", "list",
            "/pods", "list,watch",
            "authentication.k8s.io/tokenreviews", "create",
            "authorization.k8s.io/subjectaccessreviews", "create",
            "path /metrics", "get");

    private Policy() {}

    /** Checks all rules. */
    static void check(Manifests manifests) {
        Schemas.check(manifests.objects());
        isRestricted(manifests);
        asksForFewRights(manifests);
        selectorsMatch(manifests);
        portsExist(manifests);
        reloads(manifests);
        for (JsonNode secret : manifests.all("Secret")) {
            MountedWebConfig.check(secret.at("/stringData/web-config.yaml").asText());
        }
    }

    /**
     * The <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted">restricted</a> pod
     * security standard, and a root file system that nobody writes.
     */
    private static void isRestricted(Manifests manifests) {
        JsonNode pod = manifests.one("Deployment").at("/spec/template/spec");
        JsonNode container = manifests.container();
        assertThat(pod.has("initContainers")).as("other containers").isFalse();
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertThat(pod.path(host).asBoolean()).as(host).isFalse();
        }
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                .as("runAsNonRoot")
                .isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).as("runAsUser").isPositive();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                .as("seccomp")
                .isEqualTo("RuntimeDefault");
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .as("allowPrivilegeEscalation")
                .isFalse();
        assertThat(container.at("/securityContext/privileged").asBoolean())
                .as("privileged")
                .isFalse();
        assertThat(texts(container.at("/securityContext/capabilities/drop")))
                .as("dropped")
                .containsExactly("ALL");
        assertThat(container.at("/securityContext/capabilities/add").isMissingNode())
                .as("no added capabilities")
                .isTrue();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .as("read-only root")
                .isTrue();
        for (JsonNode port : container.path("ports")) {
            assertThat(port.has("hostPort")).as("hostPort").isFalse();
        }
        for (JsonNode volume : pod.path("volumes")) {
            volume.fieldNames().forEachRemaining(field -> assertThat(field)
                    .as("kind of volume " + volume)
                    .isIn("name", "configMap", "emptyDir", "secret"));
        }
        assertThat(container.at("/resources/requests/cpu").asText())
                .as("CPU request")
                .isNotEmpty();
        assertThat(container.at("/resources/limits/memory").asText())
                .as("memory limit")
                .isNotEmpty();
    }

    private static void asksForFewRights(Manifests manifests) {
        assertThat(rights(manifests)).as("rights of all roles").isNotEmpty();
        rights(manifests).forEach((what, verbs) -> {
            assertThat(ALLOWED).as("what roles may be about").containsKey(what);
            assertThat(List.of(verbs.split(",")))
                    .as("verbs on " + what)
                    .isSubsetOf(ALLOWED.get(what).split(","));
        });
        for (String kind : List.of("Role", "ClusterRole")) {
            for (JsonNode role : manifests.all(kind)) {
                if (!isForCallers(role)) {
                    isBoundToTheProgram(manifests, role);
                }
            }
        }
        assertThat(manifests
                        .one("ServiceAccount")
                        .path("automountServiceAccountToken")
                        .asBoolean(true))
                .as("only the pod mounts the token")
                .isFalse();
    }

    /** A role for those who scrape: it is left to operators to bind it. */
    private static boolean isForCallers(JsonNode role) {
        return role.at("/metadata/name").asText().endsWith("-reader");
    }

    private static void isBoundToTheProgram(Manifests manifests, JsonNode role) {
        String kind = role.path("kind").asText();
        List<JsonNode> bindings = manifests.all(kind + "Binding").stream()
                .filter(binding -> binding.at("/roleRef/name").equals(role.at("/metadata/name"))
                        && binding.at("/metadata/namespace").equals(role.at("/metadata/namespace")))
                .toList();
        assertThat(bindings).as("bindings of " + role.at("/metadata/name")).hasSize(1);
        assertThat(bindings.get(0).at("/roleRef/kind").asText()).isEqualTo(kind);
        assertThat(bindings.get(0).path("subjects")).as("subjects").hasSize(1);
        assertThat(bindings.get(0).at("/subjects/0/name"))
                .isEqualTo(manifests.one("Deployment").at("/spec/template/spec/serviceAccountName"));
    }

    /** Verbs by {@code group/resource}, or by {@code path /...}, of all roles together. */
    static Map<String, String> rights(Manifests manifests) {
        List<JsonNode> roles = new ArrayList<>(manifests.all("ClusterRole"));
        roles.addAll(manifests.all("Role"));
        Map<String, String> rights = new TreeMap<>();
        for (JsonNode role : roles) {
            for (JsonNode rule : role.path("rules")) {
                for (String path : texts(rule.path("nonResourceURLs"))) {
                    rights.merge("path " + path, String.join(",", texts(rule.path("verbs"))), Policy::both);
                }
                for (String group : texts(rule.path("apiGroups"))) {
                    for (String resource : texts(rule.path("resources"))) {
                        rights.merge(group + "/" + resource, String.join(",", texts(rule.path("verbs"))), Policy::both);
                    }
                }
            }
        }
        return rights;
    }

    private static String both(String some, String more) {
        return Stream.of(some, more)
                .flatMap(verbs -> Stream.of(verbs.split(",")))
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static void selectorsMatch(Manifests manifests) {
        JsonNode labels = manifests.one("Deployment").at("/spec/template/metadata/labels");
        Map<String, String> selectors = Map.of(
                "Deployment", "/spec/selector/matchLabels",
                "Service", "/spec/selector",
                "NetworkPolicy", "/spec/podSelector/matchLabels",
                "PodDisruptionBudget", "/spec/selector/matchLabels",
                "PodMonitor", "/spec/selector/matchLabels");
        selectors.forEach(
                (kind, path) -> manifests.all(kind).forEach(object -> selects(object.at(path), labels, kind)));
        JsonNode service = manifests.one("Service").at("/metadata/labels");
        manifests
                .all("ServiceMonitor")
                .forEach(monitor -> selects(monitor.at("/spec/selector/matchLabels"), service, "ServiceMonitor"));
    }

    private static void selects(JsonNode selector, JsonNode labels, String what) {
        assertThat(selector.size()).as("labels that " + what + " selects by").isPositive();
        selector.properties().forEach(label -> assertThat(labels.path(label.getKey()))
                .as(what + " selects by " + label.getKey())
                .isEqualTo(label.getValue()));
    }

    private static void portsExist(Manifests manifests) {
        List<String> named = new ArrayList<>();
        manifests
                .container()
                .path("ports")
                .forEach(port -> named.add(port.path("name").asText()));
        assertThat(named).containsExactly("http", "management");
        manifests.one("Service").at("/spec/ports").forEach(port -> assertThat(named)
                .contains(port.path("targetPort").asText()));
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            probes(manifests.container().path(probe), probe);
        }
        for (JsonNode rule : manifests.one("NetworkPolicy").at("/spec/ingress")) {
            rule.path("ports").forEach(port -> assertThat(named)
                    .contains(port.path("port").asText()));
        }
        manifests.all("ServiceMonitor").forEach(monitor -> {
            assertThat(monitor.at("/spec/endpoints/0/port").asText()).isEqualTo("http");
            assertThat(monitor.at("/spec/endpoints/0/honorLabels").asBoolean())
                    .as("honorLabels")
                    .isTrue();
        });
        manifests.all("PodMonitor").forEach(monitor -> {
            assertThat(monitor.at("/spec/podMetricsEndpoints/0/port").asText()).isEqualTo("management");
            assertThat(monitor.at("/spec/podMetricsEndpoints/0/honorLabels").asBoolean())
                    .as("honorLabels")
                    .isTrue();
        });
    }

    /** By a path that needs no login, or, where no handshake is to be had without a certificate, by a connection. */
    private static void probes(JsonNode probe, String name) {
        JsonNode get = probe.path("httpGet");
        assertThat(get.isObject())
                .as(name + " is either httpGet or tcpSocket")
                .isNotEqualTo(probe.path("tcpSocket").isObject());
        if (get.isObject()) {
            assertThat(get.path("path").asText()).as(name).isIn("/livez", "/readyz");
        }
        assertThat((get.isObject() ? get : probe.path("tcpSocket")).path("port").asText())
                .as(name)
                .isEqualTo("http");
    }

    /** ConfigMaps are mounted as folders at the places of the image, so that an update reaches the process. */
    private static void reloads(Manifests manifests) {
        Map<String, String> places = new TreeMap<>();
        for (JsonNode mount : manifests.container().path("volumeMounts")) {
            assertThat(mount.has("subPath")).as("subPath in " + mount).isFalse();
            places.put(mount.path("mountPath").asText(), mount.path("name").asText());
        }
        assertThat(places).containsKeys("/app/routes", "/app/config", "/tmp");
        Map<String, String> maps = new TreeMap<>();
        manifests
                .one("Deployment")
                .at("/spec/template/spec/volumes")
                .forEach(volume -> maps.put(
                        volume.path("name").asText(),
                        volume.at("/configMap/name").asText()));
        List<String> names = manifests.all("ConfigMap").stream()
                .map(map -> map.at("/metadata/name").asText())
                .toList();
        assertThat(names).contains(maps.get("routes"), maps.get("config"));
        assertThat(manifests.configMap("-config").has("application.properties")).isTrue();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
