// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says by their ids which routes a reload added, removed and replaced by others of the same id. */
final class RouteChanges {

    private RouteChanges() {}

    /** {@code added=[...] removed=[...] replaced=[...]}. */
    static String between(Generation old, Generation next) {
        Map<String, String> before = old.routeTexts();
        Map<String, String> after = next.routeTexts();
        List<String> added = new ArrayList<>();
        List<String> replaced = new ArrayList<>();
        new TreeMap<>(after).forEach((id, text) -> {
            if (!before.containsKey(id)) {
                added.add(id);
            } else if (!text.equals(before.get(id))) {
                replaced.add(id);
            }
        });
        List<String> removed = before.keySet().stream()
                .filter(id -> !after.containsKey(id))
                .sorted()
                .toList();
        return "added=" + added + " removed=" + removed + " replaced=" + replaced;
    }
}
