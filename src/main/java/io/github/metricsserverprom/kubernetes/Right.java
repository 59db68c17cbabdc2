// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

/**
 * A right to read something.
 *
 * @param group     API group; empty for the core group
 * @param resource  in plural
 * @param verb      {@code list} or {@code watch}
 * @param namespace null for the whole cluster
 */
record Right(String group, String resource, String verb, String namespace) {

    String words() {
        return verb + " " + (group.isEmpty() ? resource : resource + "." + group)
                + (namespace == null ? "" : " in " + namespace);
    }
}
