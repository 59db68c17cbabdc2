// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads faults from JSON, for instance
 * {@code {"target":"POD_METRICS","fault":"recorded","error":"TIMEOUT","delayMillis":100,"times":3}}.
 *
 * <p>{@code target} is a {@link DemoTarget} or {@code ALL}. {@code fault} is one of {@code clear}, {@code deny},
 * {@code deny-cluster-wide}, {@code latency}, {@code hang}, {@code reset}, {@code half-close} (these three with
 * {@code where}), {@code truncate}, {@code recorded} (with {@code error}), {@code reply} (with {@code status},
 * {@code contentType}, {@code body}), {@code empty}, {@code endless}, {@code garbage}, {@code close-watches},
 * {@code mute-watches}, {@code expire-resource-versions}, {@code stop-bookmarks}, {@code lose-node} (with {@code node}).
 */
final class FaultJson {
    private FaultJson() {}

    /** @throws IllegalArgumentException naming the field that is wrong */
    static void apply(JsonObject json, DemoFaults faults) {
        String kind = json.getString("fault", "");
        switch (kind) {
            case "close-watches" -> faults.closeWatches();
            case "mute-watches" -> faults.muteWatches();
            case "lose-node" -> faults.loseNode(json.getString("node", ""));
            case "expire-resource-versions" -> faults.expireResourceVersions();
            case "stop-bookmarks" -> faults.stopBookmarks(true);
            default -> {
                if (kind.equals("clear") && !json.containsKey("target")) {
                    faults.clear();
                    return;
                }
                for (DemoTarget target : targets(json)) {
                    apply(kind, target, json, faults);
                }
            }
        }
    }

    private static void apply(String kind, DemoTarget target, JsonObject json, DemoFaults faults) {
        switch (kind) {
            case "clear" -> faults.clear(target);
            case "deny" -> faults.deny(target);
            case "deny-cluster-wide" -> faults.denyClusterWide(target);
            default -> {
                Fault fault = fault(kind, json).after(Duration.ofMillis(json.getLong("delayMillis", 0L)));
                faults.set(target, fault, json.getInteger("times", Integer.MAX_VALUE));
            }
        }
    }

    private static Fault fault(String kind, JsonObject json) {
        return switch (kind) {
            case "latency" -> Fault.latency(Duration.ZERO);
            case "hang" -> Fault.hang(constant(json, "where", Fault.Where.class));
            case "reset" -> Fault.reset(constant(json, "where", Fault.Where.class));
            case "half-close" -> Fault.halfClose(constant(json, "where", Fault.Where.class));
            case "truncate" -> Fault.truncate();
            case "recorded" -> Fault.recorded(constant(json, "error", RecordedError.class));
            case "empty" -> Fault.emptyItems();
            case "endless" -> Fault.endless();
            case "garbage" -> Fault.garbage();
            case "reply" ->
                Fault.reply(
                        json.getInteger("status", 200),
                        json.getString("contentType", "application/json"),
                        json.getString("body", ""));
            default ->
                throw new IllegalArgumentException("fault is '" + kind + "'; expected clear, deny,"
                        + " deny-cluster-wide, latency, hang, reset, half-close, truncate, recorded, reply, empty, endless,"
                        + " garbage, close-watches, mute-watches, lose-node, expire-resource-versions or"
                        + " stop-bookmarks");
        };
    }

    private static DemoTarget[] targets(JsonObject json) {
        if ("ALL".equals(json.getString("target"))) {
            return DemoTarget.values();
        }
        return new DemoTarget[] {constant(json, "target", DemoTarget.class)};
    }

    private static <E extends Enum<E>> E constant(JsonObject json, String field, Class<E> type) {
        String name = json.getString(field, "").toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        field + " is '" + name + "'; expected one of " + Arrays.toString(type.getEnumConstants())));
    }
}
