// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes Namespace objects as JSON. */
final class NamespaceJson {
    private static final List<String> OF_THE_SYSTEM =
            List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private NamespaceJson() {}

    private enum Slot {
        NAME,
        UID,
        RESOURCE_VERSION,
        CREATED,
        TEAM
    }

    static void write(String namespace, boolean typed, Scene scene, ByteSink out) {
        Set<String> traits = new HashSet<>();
        if (!OF_THE_SYSTEM.contains(namespace)) {
            traits.add("team");
        }
        if (typed) {
            traits.add("typed");
        }
        JsonTemplate.load("namespace", traits, Slot.class)
                .render(namespace, (slot, name, sink) -> write(slot, name, scene, sink), out);
    }

    private static void write(Slot slot, String namespace, Scene scene, ByteSink out) {
        switch (slot) {
            case NAME -> out.ascii(namespace);
            case UID -> out.uuid(Dice.roll(namespace.hashCode(), 0));
            case RESOURCE_VERSION -> out.number(5 + Dice.below(Dice.roll(namespace.hashCode(), 1), 190));
            case CREATED -> out.time(scene.began());
            case TEAM -> out.ascii(namespace.split("-", 2)[0]);
        }
    }
}
