// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes nodes, their metrics and namespaces as JSON. Thread-safe. */
final class NodeJson {
    private static final long FIRST_RESOURCE_VERSION = 200;

    private final List<JsonTemplate<Slot>> templates = new ArrayList<>();

    private enum Slot {
        NAME,
        UID,
        RESOURCE_VERSION,
        CREATED,
        OS,
        POOL,
        REGION,
        ZONE,
        POD_CIDR,
        INSTANCE_ID,
        IP,
        MACHINE_ID,
        SYSTEM_UUID,
        BOOT_ID,
        DIGEST,
        NOW,
        SAMPLED,
        WINDOW,
        CPU,
        MEMORY
    }

    /** A node with what its pods use, for one moment. */
    private record View(SimNode node, Scene scene, long cpu, long memory) {}

    NodeJson() {
        for (int i = 0; i < 8; i++) {
            Set<String> traits = new HashSet<>();
            if ((i & 1) != 0) {
                traits.add("windows");
            }
            if ((i & 2) != 0) {
                traits.add("typed");
            }
            templates.add(JsonTemplate.load((i & 4) != 0 ? "nodemetrics" : "node", traits, Slot.class));
        }
    }

    /** Writes a Node. */
    void write(SimNode node, boolean typed, Scene scene, ByteSink out) {
        render(0, new View(node, scene, 0, 0), typed, out);
    }

    /** Writes a NodeMetrics; cpu in nanocores, memory in bytes. */
    void writeMetrics(SimNode node, long cpu, long memory, boolean typed, Scene scene, ByteSink out) {
        render(4, new View(node, scene, cpu, memory), typed, out);
    }

    private void render(int first, View view, boolean typed, ByteSink out) {
        int index = first + (view.node.windows() ? 1 : 0) + (typed ? 2 : 0);
        templates.get(index).render(view, NodeJson::write, out);
    }

    private static void write(Slot slot, View view, ByteSink out) {
        SimNode node = view.node;
        switch (slot) {
            case NAME -> out.ascii(node.name());
            case OS -> out.ascii(node.os());
            case POOL -> out.ascii(node.pool());
            case REGION -> out.ascii(SimNode.REGION);
            case ZONE -> out.ascii(node.zone());
            case IP -> out.address(node.ip());
            case POD_CIDR -> out.address(node.podCidr()).ascii("/24");
            case RESOURCE_VERSION -> out.number(FIRST_RESOURCE_VERSION + node.index());
            case CREATED -> out.time(view.scene.began());
            case NOW -> out.time(view.scene.now());
            case SAMPLED -> out.time(view.scene.usage().sampledAt(node, view.scene.sampled()));
            case WINDOW -> out.ascii(view.scene.usage().window(node, view.scene.tick()));
            case CPU -> Usage.writeCpu(view.cpu, out);
            case MEMORY -> Usage.writeMemory(view.memory, out);
            default -> writeIdentity(slot, node, out);
        }
    }

    private static void writeIdentity(Slot slot, SimNode node, ByteSink out) {
        long roll = Dice.roll(node.seed(), slot.ordinal());
        switch (slot) {
            case INSTANCE_ID -> out.hex(roll, 17);
            case MACHINE_ID -> out.hex(roll, 32);
            case DIGEST -> out.hex(roll, 64);
            default -> out.uuid(roll);
        }
    }
}
