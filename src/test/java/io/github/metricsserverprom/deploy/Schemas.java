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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.v1.Integration;

/**
 * Manifests against the types of the API: every field is known where it stands, and its value is of its type. The types
 * are those that fabric8 and Camel K generate of the OpenAPI schemas and the CRDs. They do not tell what is required,
 * so {@code .ci/run} tries the objects once more against the schemas themselves: {@link #export} writes them for it.
 */
final class Schemas {

    private static final Path EXPORT = Path.of("target/manifests");

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
                    Service.class,
                    ServiceAccount.class,
                    ServiceMonitor.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

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
            String name = object.at("/metadata/name").asText();
            assertThat(name).as("name of " + kind).matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
        }
    }

    /** Writes the objects as JSON for other validators. */
    static void export(Manifests manifests, String name) throws IOException {
        Files.createDirectories(EXPORT);
        STRICT.writeValue(EXPORT.resolve(name + ".json").toFile(), manifests.objects());
    }
}
