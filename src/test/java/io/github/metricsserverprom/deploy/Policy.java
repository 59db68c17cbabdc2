// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rules that every set of manifests keeps, whatever makes it. */
final class Policy {

    private Policy() {}

    /** Checks all rules. */
    static void check(Manifests manifests) {
        isRestricted(manifests);
        asksForFewRights(manifests);
        selectorsMatch(manifests);
        portsExist(manifests);
        reloads(manifests);
    }

    /**
     * The <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted">restricted</a> pod
     * security standard, and a root file system that nobody writes.
     */
    private static void isRestricted(Manifests manifests) {
        JsonNode pod = manifests.one("Deployment").at("/spec/template/spec");
        JsonNode container = manifests.container();
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
            assertThat(List.of("configMap", "emptyDir", "secret"))
                    .as("kind of volume " + volume)
                    .anyMatch(volume::has);
        }
        assertThat(container.at("/resources/requests/cpu").asText())
                .as("CPU request")
                .isNotEmpty();
        assertThat(container.at("/resources/limits/memory").asText())
                .as("memory limit")
                .isNotEmpty();
    }

    private static void asksForFewRights(Manifests manifests) {
        Set<String> verbs = new TreeSet<>(rights(manifests).values().stream()
                .flatMap(allowed -> List.of(allowed.split(",")).stream())
                .toList());
        assertThat(verbs).as("verbs of all roles").isSubsetOf("list", "watch").isNotEmpty();
        for (String kind : List.of("Role", "ClusterRole")) {
            for (JsonNode role : manifests.all(kind)) {
                JsonNode binding = manifests.all(kind + "Binding").stream()
                        .filter(candidate -> candidate.at("/metadata/namespace").equals(role.at("/metadata/namespace")))
                        .findFirst()
                        .orElseThrow();
                assertThat(binding.at("/roleRef/name")).isEqualTo(role.at("/metadata/name"));
                assertThat(binding.at("/roleRef/kind").asText()).isEqualTo(kind);
                assertThat(binding.at("/subjects/0/name"))
                        .isEqualTo(manifests.one("Deployment").at("/spec/template/spec/serviceAccountName"));
            }
        }
        assertThat(manifests
                        .one("ServiceAccount")
                        .path("automountServiceAccountToken")
                        .asBoolean(true))
                .as("only the pod mounts the token")
                .isFalse();
    }

    /** Verbs by {@code group/resource}, of all roles together. */
    static Map<String, String> rights(Manifests manifests) {
        List<JsonNode> roles = new ArrayList<>(manifests.all("ClusterRole"));
        roles.addAll(manifests.all("Role"));
        Map<String, String> rights = new TreeMap<>();
        for (JsonNode role : roles) {
            for (JsonNode rule : role.path("rules")) {
                for (String group : texts(rule.path("apiGroups"))) {
                    for (String resource : texts(rule.path("resources"))) {
                        rights.put(group + "/" + resource, String.join(",", texts(rule.path("verbs"))));
                    }
                }
            }
        }
        return rights;
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
            JsonNode get = manifests.container().path(probe).path("httpGet");
            assertThat(get.path("port").asText()).as(probe).isEqualTo("http");
            assertThat(get.path("path").asText()).as(probe).isIn("/livez", "/readyz");
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
