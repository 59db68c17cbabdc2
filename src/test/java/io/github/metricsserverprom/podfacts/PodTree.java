// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.testing.JsonTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Pods and events as a walk along a tree reads them; null where the tree is none. */
final class PodTree {

    private PodTree() {}

    /** What a page of a list brings. */
    record PodPage(Map<PodKey, PodFacts> facts, String next, String resourceVersion) {}

    /** What an event brings. */
    record Event(PodEvent.Type type, PodKey key, PodFacts facts, String resourceVersion, int code, String message) {}

    static PodPage page(JsonNode list) {
        JsonNode items = list.path("items");
        if (!list.isObject() || !(items.isNull() || JsonTree.isObjects(items))) {
            return null;
        }
        Map<PodKey, PodFacts> facts = new HashMap<>();
        for (JsonNode pod : JsonTree.objects(items)) {
            PodKey key = key(pod);
            if (key.name().isEmpty() || key.namespace().isEmpty()) {
                return null;
            }
            facts.put(key, facts(pod));
        }
        JsonNode metadata = list.path("metadata");
        return new PodPage(
                facts, JsonTree.text(metadata.path("continue")), JsonTree.text(metadata.path("resourceVersion")));
    }

    static Event event(JsonNode event) {
        JsonNode object = event.path("object");
        String word = JsonTree.text(event.path("type"));
        PodEvent.Type type = Stream.of(PodEvent.Type.values())
                .filter(known -> known.name().equals(word))
                .findFirst()
                .orElse(null);
        PodKey key = key(object);
        boolean named = !key.name().isEmpty() && !key.namespace().isEmpty();
        boolean ofPod = type != PodEvent.Type.BOOKMARK && type != PodEvent.Type.ERROR;
        if (type == null || !object.isObject() || (ofPod && !named)) {
            return null;
        }
        return new Event(
                type,
                key,
                facts(object),
                JsonTree.text(object.path("metadata").path("resourceVersion")),
                object.path("code").isInt() ? object.path("code").intValue() : 0,
                JsonTree.text(object.path("message")));
    }

    private static PodKey key(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        return new PodKey(JsonTree.text(metadata.path("namespace")), JsonTree.text(metadata.path("name")));
    }

    private static PodFacts facts(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode spec = pod.path("spec");
        JsonNode status = pod.path("status");
        List<JsonNode> owners = JsonTree.objects(metadata.path("ownerReferences"));
        JsonNode owner = owners.isEmpty() ? metadata.path("none") : owners.get(0);
        for (JsonNode one : owners) {
            if (one.path("controller").asText().equals("true")
                    && one.path("controller").isBoolean()) {
                owner = one;
            }
        }
        return new PodFacts(
                JsonTree.text(metadata.path("uid")),
                JsonTree.text(spec.path("nodeName")),
                JsonTree.text(status.path("podIP")),
                JsonTree.text(status.path("hostIP")),
                JsonTree.text(owner.path("kind")),
                JsonTree.text(owner.path("name")),
                JsonTree.text(status.path("phase")),
                JsonTree.text(status.path("qosClass")),
                resources(spec));
    }

    /** In the order of their names; of those of one name the first in the order of the text. */
    private static List<ContainerResources> resources(JsonNode spec) {
        List<ContainerResources> resources = new ArrayList<>();
        Set<String> names = new HashSet<>();
        spec.properties().forEach(field -> {
            if (field.getKey().equals("containers") || field.getKey().equals("initContainers")) {
                for (JsonNode container : JsonTree.objects(field.getValue())) {
                    JsonNode requests = container.path("resources").path("requests");
                    JsonNode limits = container.path("resources").path("limits");
                    String name = JsonTree.text(container.path("name"));
                    if (names.add(name)) {
                        resources.add(new ContainerResources(
                                name,
                                JsonTree.quantity(requests.path("cpu")),
                                JsonTree.quantity(limits.path("cpu")),
                                JsonTree.quantity(requests.path("memory")),
                                JsonTree.quantity(limits.path("memory"))));
                    }
                }
            }
        });
        resources.sort(Comparator.comparing(ContainerResources::name));
        return resources;
    }
}
