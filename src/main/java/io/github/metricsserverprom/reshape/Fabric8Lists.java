// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.github.metricsserverprom.metricsapi.GoDuration;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.quantity.QuantityFormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;

/**
 * Makes what camel-kubernetes' own endpoints bring (objects of fabric8) the lists that the join knows. Requests and limits
 * of containers are not among the facts. Thread-safe.
 */
public final class Fabric8Lists {

    /** Usage that was there and could not be read, while one list is made. */
    private static final class Unreadable {
        private int count;
    }

    /** From {@code NodeMetrics} resources, as {@code kubernetes-custom-resources} lists them. */
    public NodeMetricsList nodeMetrics(@Body List<GenericKubernetesResource> resources) {
        Unreadable unreadable = new Unreadable();
        List<NodeMetrics> items = new ArrayList<>(resources.size());
        for (GenericKubernetesResource resource : resources) {
            Map<?, ?> usage = map(resource.getAdditionalProperties().get("usage"));
            items.add(new NodeMetrics(
                    resource.getMetadata().getName(),
                    labels(resource),
                    timestamp(resource),
                    window(resource),
                    quantity(usage.get("cpu"), unreadable),
                    quantity(usage.get("memory"), unreadable)));
        }
        return new NodeMetricsList(List.copyOf(items), unreadable.count);
    }

    /** From {@code PodMetrics} resources, as {@code kubernetes-custom-resources} lists them. */
    public PodMetricsList podMetrics(@Body List<GenericKubernetesResource> resources) {
        Unreadable unreadable = new Unreadable();
        List<PodMetrics> items = new ArrayList<>(resources.size());
        for (GenericKubernetesResource resource : resources) {
            PodKey key = new PodKey(
                    resource.getMetadata().getNamespace(),
                    resource.getMetadata().getName());
            items.add(new PodMetrics(
                    key, labels(resource), timestamp(resource), window(resource), containers(resource, unreadable)));
        }
        return new PodMetricsList(List.copyOf(items), unreadable.count);
    }

    /** From pods, as {@code kubernetes-pods} lists them. */
    public PodFactsList podFacts(@Body List<Pod> pods) {
        Map<PodKey, PodFacts> facts = new HashMap<>();
        for (Pod pod : pods) {
            PodKey key = new PodKey(
                    pod.getMetadata().getNamespace(), pod.getMetadata().getName());
            facts.put(key, facts(pod));
        }
        return new PodFactsList(facts);
    }

    private static PodFacts facts(Pod pod) {
        List<OwnerReference> owners = pod.getMetadata().getOwnerReferences();
        OwnerReference owner = owners.stream()
                .filter(candidate -> Boolean.TRUE.equals(candidate.getController()))
                .findFirst()
                .orElse(owners.isEmpty() ? null : owners.get(0));
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        return new PodFacts(
                text(pod.getMetadata().getUid()),
                pod.getSpec() == null ? "" : text(pod.getSpec().getNodeName()),
                text(status.getPodIP()),
                text(status.getHostIP()),
                owner == null ? "" : text(owner.getKind()),
                owner == null ? "" : text(owner.getName()),
                text(status.getPhase()),
                text(status.getQosClass()),
                List.of());
    }

    private static List<ContainerMetrics> containers(GenericKubernetesResource resource, Unreadable unreadable) {
        List<ContainerMetrics> containers = new ArrayList<>();
        if (resource.getAdditionalProperties().get("containers") instanceof List<?> list) {
            for (Object item : list) {
                Map<?, ?> container = map(item);
                Map<?, ?> usage = map(container.get("usage"));
                containers.add(new ContainerMetrics(
                        String.valueOf(container.get("name")),
                        quantity(usage.get("cpu"), unreadable),
                        quantity(usage.get("memory"), unreadable)));
            }
        }
        containers.sort(Comparator.comparing(ContainerMetrics::name));
        return List.copyOf(containers);
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Map<String, String> labels(GenericKubernetesResource resource) {
        Map<String, String> labels = resource.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private static Instant timestamp(GenericKubernetesResource resource) {
        try {
            return OffsetDateTime.parse(
                            String.valueOf(resource.getAdditionalProperties().get("timestamp")))
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration window(GenericKubernetesResource resource) {
        try {
            return GoDuration.parse(
                    String.valueOf(resource.getAdditionalProperties().get("window")));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Quantity quantity(Object value, Unreadable unreadable) {
        if (value == null) {
            return null;
        }
        try {
            return Quantity.parse(value.toString());
        } catch (QuantityFormatException e) {
            unreadable.count++;
            return null;
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
