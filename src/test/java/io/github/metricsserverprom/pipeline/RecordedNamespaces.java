// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The recorded cluster as single namespaces see it. */
final class RecordedNamespaces {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METRICS_API = "/apis/metrics.k8s.io/v1beta1/namespaces/";
    private static final String CORE_API = "/api/v1/namespaces/";

    private RecordedNamespaces() {}

    /** Where usage of the pods of a namespace is. */
    static String podMetrics(String namespace) {
        return METRICS_API + namespace + "/pods";
    }

    /** Where the pods of a namespace are. */
    static String pods(String namespace) {
        return CORE_API + namespace + "/pods";
    }

    /** Lets a server answer for every namespace of the recorded cluster, and for one that does not exist ("nowhere"). */
    static ApiServer answerOn(ApiServer api) throws IOException {
        JsonNode podMetrics = read("podmetrics.json");
        JsonNode pods = read("podlist.json");
        Set<String> namespaces = new TreeSet<>(Set.of("nowhere"));
        pods.path("items")
                .forEach(pod -> namespaces.add(pod.at("/metadata/namespace").asText()));
        for (String namespace : namespaces) {
            api.answer(podMetrics(namespace), only(namespace, podMetrics));
            api.answer(pods(namespace), only(namespace, pods));
        }
        return api;
    }

    private static JsonNode read(String file) throws IOException {
        return JSON.readTree(Answer.RECORDED.resolve(file).toFile());
    }

    private static Answer only(String namespace, JsonNode list) {
        ObjectNode selected = list.deepCopy();
        ArrayNode items = selected.putArray("items");
        list.path("items").forEach(item -> {
            if (item.at("/metadata/namespace").asText().equals(namespace)) {
                items.add(item);
            }
        });
        return Answer.json(selected.toString());
    }

    /** The paths that a server was asked for, each once. */
    static List<String> asked(ApiServer api) {
        return api.requests().stream()
                .map(ApiServer.Request::path)
                .distinct()
                .sorted()
                .toList();
    }
}
