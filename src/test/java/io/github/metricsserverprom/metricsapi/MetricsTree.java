// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.NodeFacts;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.testing.JsonTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lists as a walk along a tree reads them; null where the tree is not such a list. One instance for one document. */
final class MetricsTree {

    private final LabelFilter labels;
    private int invalid;

    MetricsTree(LabelFilter labels) {
        this.labels = labels;
    }

    private static List<JsonNode> items(JsonNode list) {
        if (!list.isObject() || !list.has("items")) {
            return null;
        }
        JsonNode items = list.get("items");
        return items.isNull() || JsonTree.isObjects(items) ? JsonTree.objects(items) : null;
    }

    PodMetricsList pods(JsonNode list) {
        List<JsonNode> items = items(list);
        List<PodMetrics> pods = new ArrayList<>();
        for (JsonNode item : items == null ? List.<JsonNode>of() : items) {
            JsonNode metadata = item.path("metadata");
            String name = JsonTree.text(metadata.path("name"));
            String namespace = JsonTree.text(metadata.path("namespace"));
            JsonNode containers = item.path("containers");
            boolean wrong = containers.isArray() && !JsonTree.isObjects(containers);
            if (name.isEmpty() || namespace.isEmpty() || wrong) {
                return null;
            }
            pods.add(new PodMetrics(
                    new PodKey(namespace, name),
                    labels(metadata),
                    timestamp(item),
                    window(item),
                    containers(JsonTree.objects(containers))));
        }
        return items == null ? null : new PodMetricsList(pods, invalid);
    }

    NodeMetricsList nodes(JsonNode list) {
        List<JsonNode> items = items(list);
        List<NodeMetrics> nodes = new ArrayList<>();
        for (JsonNode item : items == null ? List.<JsonNode>of() : items) {
            JsonNode metadata = item.path("metadata");
            String name = JsonTree.text(metadata.path("name"));
            if (name.isEmpty()) {
                return null;
            }
            JsonNode usage = item.path("usage");
            nodes.add(new NodeMetrics(
                    name,
                    labels(metadata),
                    timestamp(item),
                    window(item),
                    quantity(usage.path("cpu")),
                    quantity(usage.path("memory"))));
        }
        return items == null ? null : new NodeMetricsList(nodes, invalid);
    }

    Map<String, NodeFacts> facts(JsonNode list) {
        List<JsonNode> items = items(list);
        if (items == null) {
            return null;
        }
        Map<String, NodeFacts> facts = new HashMap<>();
        for (JsonNode item : items) {
            JsonNode allocatable = item.path("status").path("allocatable");
            facts.put(
                    JsonTree.text(item.path("metadata").path("name")),
                    new NodeFacts(
                            JsonTree.quantity(allocatable.path("cpu")), JsonTree.quantity(allocatable.path("memory"))));
        }
        return facts;
    }

    /** In the order of their names; of those of one name the first. */
    private List<ContainerMetrics> containers(List<JsonNode> items) {
        List<ContainerMetrics> containers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode item : items) {
            String name = JsonTree.text(item.path("name"));
            JsonNode usage = item.path("usage");
            ContainerMetrics container =
                    new ContainerMetrics(name, quantity(usage.path("cpu")), quantity(usage.path("memory")));
            if (names.add(name)) {
                containers.add(container);
            }
        }
        containers.sort(Comparator.comparing(ContainerMetrics::name));
        return containers;
    }

    private Map<String, String> labels(JsonNode metadata) {
        Map<String, String> kept = new LinkedHashMap<>();
        metadata.path("labels").properties().forEach(label -> {
            if (label.getValue().isTextual() && labels.keeps(label.getKey())) {
                kept.put(label.getKey(), JsonTree.text(label.getValue()));
            }
        });
        return kept;
    }

    private Quantity quantity(JsonNode node) {
        Quantity quantity = JsonTree.quantity(node);
        boolean missing = node.isMissingNode() || node.isNull();
        invalid += quantity == null && !missing ? 1 : 0;
        return quantity;
    }

    private static Instant timestamp(JsonNode item) {
        return TimeTree.instant(JsonTree.text(item.path("timestamp")));
    }

    private static Duration window(JsonNode item) {
        return TimeTree.duration(JsonTree.text(item.path("window")));
    }
}
