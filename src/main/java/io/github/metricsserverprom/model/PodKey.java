// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import java.util.Objects;

/**
 * What identifies a pod in a cluster at one moment: namespace and name, both never null. A name alone is not unique
 * ({@code postgres-0} lives in many namespaces).
 *
 * <p>The natural order is by namespace, then name, in UTF-16 code units, which for the ASCII names that Kubernetes allows
 * (RFC 1123 labels and subdomains) is the byte order that the page promises.
 */
public record PodKey(String namespace, String name) implements Comparable<PodKey> {

    public PodKey {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public int compareTo(PodKey other) {
        if (this == other) {
            // What goes along two lists mostly finds the same object in both.
            return 0;
        }
        // Neighbours in a list mostly share the object that holds their namespace.
        int byNamespace = namespace == other.namespace ? 0 : namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** The customary {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + '/' + name;
    }
}
