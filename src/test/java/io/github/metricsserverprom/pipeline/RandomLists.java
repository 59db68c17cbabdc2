// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Answers of an API server as the API allows them, with names as nobody gives them: quantities in every form, times with
 * and without fractions, pods without an object, owners of both kinds. The same seed gives the same lists.
 */
final class RandomLists {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SUFFIXES = List.of(
            "n", "u", "m", "", "", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "E-4",
            "e+10");
    private static final List<String> WINDOWS = List.of("10s", "15s", "1m", "1m30s", "500ms", "2h");
    private static final List<String> TIMES = List.of(
            "2026-11-22T16:49:19Z",
            "1969-12-31T23:59:58.25Z",
            "2026-11-22T16:49:19.123456789+01:30",
            "2100-02-28T00:00:00.5-08:00");
    private static final String CHARACTERS = "abz09-.\"\\\n\t{}=,# \u00e4\u20ac\ud83d\ude00\u0000";

    private final Random random;
    private final String unique;
    private final ObjectNode nodeMetrics = list();
    private final ObjectNode podMetrics = list();
    private final ObjectNode podList = list();

    /**
     * Lists.
     *
     * @param seed   decides about everything
     * @param unique begins each namespace, so that no pod of other lists is taken for one of these
     */
    RandomLists(long seed, String unique) {
        this.random = new Random(seed);
        this.unique = unique;
        names(random.nextInt(4)).forEach(this::node);
        for (String namespace : names(random.nextInt(3))) {
            names(random.nextInt(5)).forEach(name -> pod(this.unique + namespace, name));
        }
    }

    String nodeMetrics() {
        return nodeMetrics.toString();
    }

    String podMetrics() {
        return podMetrics.toString();
    }

    String podList() {
        return podList.toString();
    }

    private static ObjectNode list() {
        ObjectNode list = JSON.createObjectNode();
        list.putArray("items");
        return list;
    }

    private void node(String name) {
        ObjectNode node = ((ArrayNode) nodeMetrics.get("items")).addObject();
        node.putObject("metadata").put("name", name);
        sample(node);
        usage(node);
    }

    private void pod(String namespace, String name) {
        ObjectNode metrics = ((ArrayNode) podMetrics.get("items")).addObject();
        ObjectNode metadata = metrics.putObject("metadata").put("name", name).put("namespace", namespace);
        if (random.nextBoolean()) {
            metadata.putObject("labels").put("app", word()).put(word(), word());
        }
        sample(metrics);
        ArrayNode containers = metrics.putArray("containers");
        for (String container : names(random.nextInt(4))) {
            usage(containers.addObject().put("name", container));
        }
        if (random.nextInt(5) > 0) {
            object(namespace, name);
        }
    }

    private void object(String namespace, String name) {
        ObjectNode pod = ((ArrayNode) podList.get("items")).addObject();
        ObjectNode metadata = pod.putObject("metadata").put("name", name).put("namespace", namespace);
        metadata.put("uid", word());
        ArrayNode owners = metadata.putArray("ownerReferences");
        int controller = random.nextInt(3);
        for (int i = 0; i < random.nextInt(3); i++) {
            owners.addObject().put("kind", word()).put("name", word()).put("controller", i == controller);
        }
        ObjectNode spec = pod.putObject("spec");
        ObjectNode status = pod.putObject("status");
        for (String field : List.of("podIP", "hostIP", "qosClass", "phase")) {
            if (random.nextBoolean()) {
                status.put(field, word());
            }
        }
        if (random.nextBoolean()) {
            spec.put("nodeName", word());
        }
    }

    private void sample(ObjectNode item) {
        item.put("timestamp", TIMES.get(random.nextInt(TIMES.size())));
        item.put("window", WINDOWS.get(random.nextInt(WINDOWS.size())));
    }

    private void usage(ObjectNode item) {
        item.putObject("usage").put("cpu", quantity()).put("memory", quantity());
    }

    private String quantity() {
        String digits = Long.toString(random.nextLong() >>> random.nextInt(1, 64));
        String fraction = random.nextInt(3) == 0 ? "." + random.nextInt(1_000_000) : "";
        return digits + fraction + SUFFIXES.get(random.nextInt(SUFFIXES.size()));
    }

    /** Distinct names, none of them empty. */
    private Set<String> names(int count) {
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < count) {
            String name = word();
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private String word() {
        int[] points = CHARACTERS.codePoints().toArray();
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            word.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return word.toString();
    }
}
