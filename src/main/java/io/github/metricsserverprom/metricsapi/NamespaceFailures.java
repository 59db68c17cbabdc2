// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.model.ReadFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes one failure of those of several namespaces, which names them; its length has a bound. */
final class NamespaceFailures {

    private static final int MOST_REASONS = 3;
    private static final int MOST_NAMES = 10;

    private NamespaceFailures() {}

    /**
     * The failures as one, with the status and the advice of the first.
     *
     * @param failures by namespace, at least one
     * @param asked    how many namespaces were asked for
     */
    static ReadFailure together(Map<String, ReadFailure> failures, int asked) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        failures.forEach((namespace, failure) -> byReason.computeIfAbsent(failure.reason(), reason -> new ArrayList<>())
                .add(namespace));
        List<String> parts = new ArrayList<>();
        List<String> others = new ArrayList<>();
        byReason.forEach((reason, namespaces) -> {
            if (parts.size() < MOST_REASONS) {
                parts.add(names(namespaces) + ": " + reason);
            } else {
                others.addAll(namespaces);
            }
        });
        if (!others.isEmpty()) {
            parts.add("and " + names(others));
        }
        String count = asked == 1 ? "" : failures.size() + " of " + asked + " namespaces failed: ";
        ReadFailure first = failures.values().iterator().next();
        return new ReadFailure(first.status(), count + String.join("; ", parts), first.advice());
    }

    private static String names(List<String> namespaces) {
        int shown = Math.min(MOST_NAMES, namespaces.size());
        String names = (namespaces.size() == 1 ? "namespace " : "namespaces ")
                + String.join(", ", namespaces.subList(0, shown));
        return shown == namespaces.size() ? names : names + " and " + (namespaces.size() - shown) + " more";
    }
}
