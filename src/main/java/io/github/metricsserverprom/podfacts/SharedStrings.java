// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps values that many pods share (namespaces, nodes, owners, phases) once. Forgets everything when it has grown
 * large, so that names of what is long gone do not pile up; what is in use stays where it is used. Not thread-safe.
 */
final class SharedStrings {

    private static final int MOST = 200_000;

    private final Map<String, String> shared = new HashMap<>();

    /** The first string given that equals this one. */
    String share(String value) {
        if (shared.size() > MOST) {
            shared.clear();
        }
        String known = shared.putIfAbsent(value, value);
        return known == null ? value : known;
    }
}
