// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The paths that occur in JSON, with the type at the end of each: what two answers of one kind have in common. */
final class JsonShape {
    private JsonShape() {}

    static Set<String> of(JsonNode json) {
        Set<String> paths = new TreeSet<>();
        collect("", json, paths);
        return paths;
    }

    /** The shape of all items of a list for which the predicate holds. */
    static Set<String> ofItems(JsonNode list, Predicate<JsonNode> which) {
        Set<String> paths = new TreeSet<>();
        for (JsonNode item : list.path("items")) {
            if (which.test(item)) {
                collect("", item, paths);
            }
        }
        return paths;
    }

    private static void collect(String path, JsonNode json, Set<String> paths) {
        if (json.isObject()) {
            json.properties().forEach(field -> collect(path + "/" + general(field.getKey()), field.getValue(), paths));
            if (json.isEmpty()) {
                paths.add(path + "/{}");
            }
        } else if (json.isArray()) {
            json.forEach(item -> collect(path + "[]", item, paths));
        } else {
            paths.add(path + ":" + json.getNodeType());
        }
    }

    /** Keys of managed fields contain names, addresses and uids. */
    private static String general(String key) {
        return key.replaceAll("\\{\"(ip|uid|mountPath)\":\"[^\"]*\"}", "{$1}")
                .replaceAll("\\{\"name\":\"[a-z0-9-]*\"}", "{name}")
                .replaceAll("v:\".*\"", "v");
    }
}
