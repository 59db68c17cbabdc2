// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.EnumMap;
import java.util.Map;

/** What the user may read. Everything at first. Thread-safe. */
final class DemoRights {
    private final Map<DemoTarget, Reach> reaches = new EnumMap<>(DemoTarget.class);

    /** Where something may be read. */
    enum Reach {
        WHOLE_CLUSTER,
        SINGLE_NAMESPACES,
        NOWHERE
    }

    synchronized void set(DemoTarget target, Reach reach) {
        reaches.put(target, reach);
    }

    /** @param wholeCluster whether the request is not about one namespace only */
    synchronized boolean allows(DemoTarget target, boolean wholeCluster) {
        Reach reach = reaches.getOrDefault(target, Reach.WHOLE_CLUSTER);
        return reach == Reach.WHOLE_CLUSTER || (reach == Reach.SINGLE_NAMESPACES && !wholeCluster);
    }

    /** The same in the words of an access review. */
    boolean allows(String group, String resource, String verb, String namespace) {
        for (DemoTarget target : DemoTarget.values()) {
            boolean verbFits = (target == DemoTarget.PODS_WATCH) == verb.equals("watch") || target.aggregated();
            boolean resourceFits = resource.equals(target.resource()) && group.equals(target.group());
            if (resourceFits && verbFits && !allows(target, namespace.isEmpty())) {
                return false;
            }
        }
        return true;
    }
}
