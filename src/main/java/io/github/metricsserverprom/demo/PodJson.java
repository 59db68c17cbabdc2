// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes pods as JSON, either the whole object or what the metrics API says of it. A template is read once for each
 * combination of traits that occurs. Thread-safe.
 */
final class PodJson {
    private final boolean realistic;
    private final Map<Kind, Map<Integer, JsonTemplate<PodSlot>>> templates = new EnumMap<>(Kind.class);

    /** What is written of a pod: an item of a list, or an object that names its kind. */
    enum Kind {
        ITEM("pod"),
        OBJECT("pod"),
        METRICS_ITEM("podmetrics"),
        METRICS_OBJECT("podmetrics");

        private final String template;

        Kind(String template) {
            this.template = template;
        }
    }

    /** @param realistic whether pods have the parts that nobody here reads but that make up most of their size */
    PodJson(boolean realistic) {
        this.realistic = realistic;
        for (Kind kind : Kind.values()) {
            templates.put(kind, new ConcurrentHashMap<>());
        }
    }

    void write(SimPod pod, Kind kind, Scene scene, ByteSink out) {
        template(pod, kind).render(pod, (slot, item, sink) -> slot.write(item, scene, sink), out);
    }

    private JsonTemplate<PodSlot> template(SimPod pod, Kind kind) {
        int key = pod.traits() << 3 | pod.workload().kind().ordinal();
        return templates.get(kind).computeIfAbsent(key, unused -> load(pod, kind));
    }

    private JsonTemplate<PodSlot> load(SimPod pod, Kind kind) {
        Set<String> traits = new HashSet<>(pod.templateTraits());
        if (realistic) {
            traits.add("realistic");
        }
        if (kind == Kind.OBJECT || kind == Kind.METRICS_OBJECT) {
            traits.add("typed");
        }
        return JsonTemplate.load(kind.template, traits, PodSlot.class);
    }
}
