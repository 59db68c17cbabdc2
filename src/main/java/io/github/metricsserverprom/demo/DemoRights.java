// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What the user may read. Everything at first. Thread-safe. */
final class DemoRights {
    private final Map<DemoTarget, Reach> reaches = new EnumMap<>(DemoTarget.class);
    private final Map<DemoTarget, Set<String>> roles = new EnumMap<>(DemoTarget.class);

    /** Where something may be read. */
    enum Reach {
        WHOLE_CLUSTER,
        SINGLE_NAMESPACES,
        NOWHERE
    }

    synchronized void set(DemoTarget target, Reach reach) {
        reaches.put(target, reach);
        roles.remove(target);
    }

    /** Leaves what Roles in these namespaces give. */
    synchronized void setRoles(DemoTarget target, Set<String> namespaces) {
        reaches.put(target, Reach.SINGLE_NAMESPACES);
        roles.put(target, Set.copyOf(namespaces));
    }

    /** @param namespace null or empty when the request is about the whole cluster */
    synchronized boolean allows(DemoTarget target, String namespace) {
        boolean wholeCluster = namespace == null || namespace.isEmpty();
        return switch (reaches.getOrDefault(target, Reach.WHOLE_CLUSTER)) {
            case WHOLE_CLUSTER -> true;
            case SINGLE_NAMESPACES ->
                !wholeCluster
                        && (!roles.containsKey(target) || roles.get(target).contains(namespace));
            case NOWHERE -> false;
        };
    }

    /** The same in the words of an access review. */
    boolean allows(String group, String resource, String verb, String namespace) {
        for (DemoTarget target : DemoTarget.values()) {
            boolean verbFits = (target == DemoTarget.PODS_WATCH) == verb.equals("watch") || target.aggregated();
            boolean resourceFits = resource.equals(target.resource()) && group.equals(target.group());
            if (resourceFits && verbFits && !allows(target, namespace)) {
                return false;
            }
        }
        return true;
    }
}
