// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The item at hand of a list of the metrics API while it is read, in whatever form it comes. Holds the state of one list's
 * parse; not thread-safe.
 */
abstract class MetricsItem {

    private final LabelFilter labelFilter;
    private final UnreadableValues unreadable;
    private final SharedTexts texts;
    private int invalidQuantities;

    private String name;
    private String namespace;
    private Map<String, String> labels;
    private Instant timestamp;
    private Duration window;
    private Quantity cpu;
    private Quantity memory;

    MetricsItem(LabelFilter labelFilter, UnreadableValues unreadable, SharedTexts texts) {
        this.labelFilter = labelFilter;
        this.unreadable = unreadable;
        this.texts = texts;
        clear();
    }

    /** What the name of the item at hand probably is, so that it needs no new memory; null for no idea. */
    abstract String probableName();

    /** Words that say which item and field a value belongs to. */
    abstract String where(String field);

    /** Makes room for the next item. */
    final void clear() {
        name = "";
        namespace = "";
        labels = Map.of();
        timestamp = null;
        window = null;
        clearUsage();
    }

    final void clearUsage() {
        cpu = null;
        memory = null;
    }

    /** Tells of a quantity that cannot be read, and counts it. */
    final void invalidQuantity(String field, String text, String why) {
        invalidQuantities++;
        unreadable(field, text, why);
    }

    /** Tells of any other value that cannot be read. */
    final void unreadable(String field, String text, String why) {
        unreadable.tell(where(field), text, why);
    }

    /** What stands in many items. */
    final SharedTexts texts() {
        return texts;
    }

    final LabelFilter labelFilter() {
        return labelFilter;
    }

    final int invalidQuantities() {
        return invalidQuantities;
    }

    final String name() {
        return name;
    }

    final void name(String found) {
        name = found;
    }

    final String namespace() {
        return namespace;
    }

    final void namespace(String found) {
        namespace = found;
    }

    final Map<String, String> labels() {
        return labels;
    }

    final void labels(Map<String, String> found) {
        labels = found;
    }

    final Instant timestamp() {
        return timestamp;
    }

    final void timestamp(Instant found) {
        timestamp = found;
    }

    final Duration window() {
        return window;
    }

    final void window(Duration found) {
        window = found;
    }

    final Quantity cpu() {
        return cpu;
    }

    final void cpu(Quantity found) {
        cpu = found;
    }

    final Quantity memory() {
        return memory;
    }

    final void memory(Quantity found) {
        memory = found;
    }
}
