// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The pods and their recent past, as etcd and the watch cache keep them: the table of now, every change within a bounded
 * history, and those who listen. Thread-safe.
 */
final class PodStore {
    private final int history;
    private final Deque<PodEvent> events = new ArrayDeque<>();
    private final List<Consumer<List<PodEvent>>> listeners = new CopyOnWriteArrayList<>();
    private PodTable table;
    private long version;
    private long oldest;

    /**
     * The pods at one resource version.
     *
     * @param table the pods
     * @param resourceVersion of the whole list
     */
    record Snapshot(PodTable table, long resourceVersion) {}

    /** @param history how many changes can be watched or listed in retrospect */
    PodStore(PodTable table, long version, int history) {
        this.table = table;
        this.version = version;
        this.oldest = version;
        this.history = history;
    }

    synchronized Snapshot now() {
        return new Snapshot(table, version);
    }

    /** The pods as they were at a resource version; empty if that is too long ago. The version is at most that of now. */
    synchronized Optional<Snapshot> at(long resourceVersion) {
        if (resourceVersion < oldest) {
            return Optional.empty();
        }
        TreeMap<PodTable.Key, SimPod> undone = new TreeMap<>();
        Iterator<PodEvent> newestFirst = events.descendingIterator();
        while (newestFirst.hasNext()) {
            PodEvent event = newestFirst.next();
            if (event.resourceVersion() <= resourceVersion) {
                break;
            }
            undone.put(PodTable.Key.of(event.pod()), event.previous());
        }
        PodTable then = undone.isEmpty() ? table : table.with(undone);
        return Optional.of(new Snapshot(then, resourceVersion));
    }

    /** Makes changes, one resource version each, and tells the listeners. */
    synchronized void apply(List<PodEvent> drafts) {
        TreeMap<PodTable.Key, SimPod> changes = new TreeMap<>();
        List<PodEvent> made = new ArrayList<>(drafts.size());
        for (PodEvent draft : drafts) {
            PodTable.Key key = PodTable.Key.of(draft.pod());
            SimPod before = changes.containsKey(key) ? changes.get(key) : table.find(key.namespace(), key.name());
            SimPod after = draft.pod().withResourceVersion(++version);
            made.add(new PodEvent(draft.type(), after, before));
            changes.put(key, draft.type() == PodEvent.Type.DELETED ? null : after);
        }
        table = table.with(changes);
        events.addAll(made);
        while (events.size() > history) {
            oldest = events.removeFirst().resourceVersion();
        }
        listeners.forEach(listener -> listener.accept(made));
    }

    /** Forgets the past: every resource version and continue token handed out so far is too old from now on. */
    synchronized void compact() {
        version++;
        oldest = version;
        events.clear();
    }

    /**
     * Starts listening without a gap.
     *
     * @return the changes since the version, or empty (and nobody listens) if that is too long ago
     */
    synchronized Optional<List<PodEvent>> listen(long sinceVersion, Consumer<List<PodEvent>> listener) {
        if (sinceVersion < oldest) {
            return Optional.empty();
        }
        List<PodEvent> missed = new ArrayList<>();
        for (PodEvent event : events) {
            if (event.resourceVersion() > sinceVersion) {
                missed.add(event);
            }
        }
        listeners.add(listener);
        return Optional.of(missed);
    }

    void ignore(Consumer<List<PodEvent>> listener) {
        listeners.remove(listener);
    }
}
