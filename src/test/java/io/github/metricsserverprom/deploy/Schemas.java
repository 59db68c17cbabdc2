// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.v1.Integration;

/**
 * Manifests against the types of the API: every field is known where it stands, and its value is of its type. The types
 * are those that fabric8 and Camel K generate of the OpenAPI schemas and the CRDs. They do not tell what is required;
 * that stands in {@link #REQUIRED} for what our manifests use.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/">Reference of the Kubernetes API</a>
 */
final class Schemas {

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Stream.<Class<? extends HasMetadata>>of(
                    ClusterRole.class,
                    ClusterRoleBinding.class,
                    ConfigMap.class,
                    Deployment.class,
                    Integration.class,
                    Namespace.class,
                    NetworkPolicy.class,
                    PodDisruptionBudget.class,
                    PodMonitor.class,
                    PrometheusRule.class,
                    Role.class,
                    RoleBinding.class,
                    Secret.class,
                    Service.class,
                    ServiceAccount.class,
                    ServiceMonitor.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private static final Map<String, List<String>> ROLE_BINDING = Map.of(
            "",
            List.of("roleRef"),
            "/roleRef",
            List.of("apiGroup", "kind", "name"),
            "/subjects/*",
            List.of("kind", "name"));

    /** Fields by place and kind. */
    private static final Map<String, Map<String, List<String>>> REQUIRED = Map.ofEntries(
            Map.entry("ClusterRole", Map.of("/rules/*", List.of("verbs"))),
            Map.entry("ClusterRoleBinding", ROLE_BINDING),
            Map.entry(
                    "Deployment",
                    Map.ofEntries(
                            Map.entry("/spec", List.of("selector", "template")),
                            Map.entry("/spec/template/spec", List.of("containers")),
                            Map.entry("/spec/template/spec/containers/*", List.of("name", "image")),
                            Map.entry("/spec/template/spec/containers/*/env/*", List.of("name")),
                            Map.entry("/spec/template/spec/containers/*/ports/*", List.of("containerPort")),
                            Map.entry("/spec/template/spec/containers/*/volumeMounts/*", List.of("name", "mountPath")),
                            Map.entry("/spec/template/spec/containers/*/livenessProbe/httpGet", List.of("port")),
                            Map.entry("/spec/template/spec/containers/*/readinessProbe/httpGet", List.of("port")),
                            Map.entry("/spec/template/spec/containers/*/startupProbe/httpGet", List.of("port")),
                            Map.entry("/spec/template/spec/volumes/*", List.of("name")),
                            Map.entry(
                                    "/spec/template/spec/topologySpreadConstraints/*",
                                    List.of("maxSkew", "topologyKey", "whenUnsatisfiable")))),
            Map.entry("NetworkPolicy", Map.of("/spec", List.of("podSelector"))),
            Map.entry(
                    "PodMonitor",
                    Map.of(
                            "/spec",
                            List.of("selector"),
                            "/spec/podMetricsEndpoints/*/tlsConfig/ca/secret",
                            List.of("key"))),
            Map.entry(
                    "PrometheusRule",
                    Map.of("/spec/groups/*", List.of("name"), "/spec/groups/*/rules/*", List.of("expr"))),
            Map.entry("Role", Map.of("/rules/*", List.of("verbs"))),
            Map.entry("RoleBinding", ROLE_BINDING),
            Map.entry("Service", Map.of("/spec/ports/*", List.of("port", "name"))),
            Map.entry(
                    "ServiceMonitor",
                    Map.of(
                            "/spec",
                            List.of("selector", "endpoints"),
                            "/spec/endpoints/*/tlsConfig/ca/secret",
                            List.of("key"))));

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addModule(new SimpleModule().setDeserializerModifier(new WithoutAnySetter()))
            .build();

    private Schemas() {}

    /** The types of fabric8 keep unknown fields in a map of their own; without it they are errors. */
    private static final class WithoutAnySetter extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription type, BeanDeserializerBuilder builder) {
            builder.setAnySetter(null);
            return builder;
        }
    }

    /** Checks all objects. */
    static void check(List<JsonNode> objects) {
        for (JsonNode object : objects) {
            String kind = object.path("kind").asText();
            assertThat(TYPES).as("known kinds").containsKey(kind);
            Class<? extends HasMetadata> type = TYPES.get(kind);
            assertThat(object.path("apiVersion").asText())
                    .as("apiVersion of " + kind)
                    .isEqualTo(HasMetadata.getApiVersion(type));
            assertThatCode(() -> STRICT.treeToValue(object, type)).as(kind).doesNotThrowAnyException();
            hasWhatIsRequired(object);
            String name = object.at("/metadata/name").asText();
            assertThat(name).as("name of " + kind).matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
        }
    }

    private static void hasWhatIsRequired(JsonNode object) {
        String kind = object.path("kind").asText();
        REQUIRED.getOrDefault(kind, Map.of()).forEach((place, fields) -> {
            for (JsonNode found : at(object, place)) {
                for (String field : fields) {
                    assertThat(found.hasNonNull(field))
                            .as("%s of %s at %s", field, kind, place)
                            .isTrue();
                }
            }
        });
    }

    /** What is at a place; {@code *} stands for each item of a list. */
    private static List<JsonNode> at(JsonNode object, String place) {
        List<JsonNode> found = List.of(object);
        for (String step : place.split("/")) {
            found = found.stream()
                    .flatMap(node -> step.isEmpty()
                            ? Stream.of(node)
                            : step.equals("*") ? StreamSupport.stream(node.spliterator(), false) : field(node, step))
                    .toList();
        }
        return found;
    }

    private static Stream<JsonNode> field(JsonNode node, String name) {
        return Stream.ofNullable(node.get(name));
    }
}
