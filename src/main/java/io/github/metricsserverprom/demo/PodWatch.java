// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One watch of pods: a line of JSON per event. Events wait as small records until the client has room for them, so a
 * slow client costs little; one that falls too far behind is cut off, as the real server does. Used on one event loop.
 */
final class PodWatch {
    private static final int MOST_WAITING = 500_000;
    private static final byte[] LINE_END = {'}', '\n'};

    private final Vertx vertx;
    private final Context context;
    private final ClusterState cluster;
    private final PodJson json;
    private final PodFilter filter;
    private final WatchOutput events;
    private final LongConsumer onEnd;
    private final Consumer<List<PodEvent>> listener = this::changed;
    private final Deque<PodEvent> waiting = new ArrayDeque<>();
    private final ByteSink line = new ByteSink(16 * 1024);
    private final Deque<Long> timers = new ArrayDeque<>();
    private Iterator<SimPod> initial = Collections.emptyIterator();
    private long seenVersion;
    private long bytes;
    private boolean bookmarks;
    private boolean over;

    PodWatch(
            Vertx vertx, ClusterState cluster, PodJson json, PodFilter filter, WatchOutput events, LongConsumer onEnd) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.cluster = cluster;
        this.json = json;
        this.filter = filter;
        this.events = events;
        this.onEnd = onEnd;
    }

    /** @param resourceVersion where to begin; 0 for all pods as they are now and then on */
    void begin(long resourceVersion) {
        events.whenGone(unused -> release());
        events.stream().exceptionHandler(unused -> release());
        PodStore.Snapshot now = cluster.store().now();
        long from = resourceVersion == 0 ? now.resourceVersion() : resourceVersion;
        if (resourceVersion == 0) {
            initial = now.table().all().iterator();
        }
        seenVersion = from;
        Optional<List<PodEvent>> missed = cluster.store().listen(from, listener);
        if (missed.isEmpty()) {
            String message = "too old resource version: " + from + " (" + now.resourceVersion() + ")";
            write("ERROR", ApiErrors.status(410, "Expired", message, null).stripTrailing());
            finish();
            return;
        }
        waiting.addAll(missed.get());
        send();
    }

    void endAfter(long milliseconds) {
        timers.add(vertx.setTimer(milliseconds, unused -> {
            if (bookmarks) {
                bookmark();
            }
            finish();
        }));
    }

    void bookmarkEvery(long milliseconds, BooleanSupplier allowed) {
        bookmarks = true;
        timers.add(vertx.setPeriodic(milliseconds, unused -> {
            if (allowed.getAsBoolean()) {
                bookmark();
            }
        }));
    }

    /** Ends the watch in good order. From any thread. */
    void close() {
        context.runOnContext(unused -> finish());
    }

    /** Sends nothing any more and does not end. From any thread. */
    void mute() {
        context.runOnContext(unused -> release());
    }

    private void changed(List<PodEvent> changes) {
        context.runOnContext(unused -> {
            waiting.addAll(changes);
            if (waiting.size() > MOST_WAITING) {
                finish();
            } else {
                send();
            }
        });
    }

    private void send() {
        while (!over && !events.stream().writeQueueFull()) {
            if (initial.hasNext()) {
                SimPod pod = initial.next();
                if (filter.matches(pod)) {
                    write(PodEvent.Type.ADDED, pod);
                }
            } else if (!waiting.isEmpty()) {
                send(waiting.poll());
            } else {
                return;
            }
        }
        if (!over) {
            events.stream().drainHandler(unused -> {
                events.stream().drainHandler(null);
                send();
            });
        }
    }

    /** An event as this watch sees it: a pod may begin or cease to match. */
    private void send(PodEvent event) {
        if (event.resourceVersion() <= seenVersion) {
            return;
        }
        seenVersion = event.resourceVersion();
        boolean before = event.previous() != null && filter.matches(event.previous());
        boolean after = event.type() != PodEvent.Type.DELETED && filter.matches(event.pod());
        if (after) {
            write(before ? PodEvent.Type.MODIFIED : PodEvent.Type.ADDED, event.pod());
        } else if (before) {
            write(PodEvent.Type.DELETED, event.pod());
        }
    }

    private void write(PodEvent.Type type, SimPod pod) {
        line.clear();
        line.ascii("{\"type\":\"").ascii(type.name()).ascii("\",\"object\":");
        json.write(pod, PodJson.Kind.OBJECT, cluster.scene(), line);
        write();
    }

    private void write(String type, String object) {
        line.clear();
        line.ascii("{\"type\":\"").ascii(type).ascii("\",\"object\":").ascii(object);
        write();
    }

    private void write() {
        line.bytes(LINE_END);
        bytes += line.length();
        events.send(line);
    }

    private void bookmark() {
        if (!over && !initial.hasNext() && waiting.isEmpty()) {
            write(
                    "BOOKMARK",
                    "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + seenVersion
                            + "\"},\"spec\":{\"containers\":null},\"status\":{}}");
        }
    }

    private void finish() {
        if (!over) {
            release();
            events.end();
        }
    }

    private void release() {
        if (over) {
            return;
        }
        over = true;
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        cluster.store().ignore(listener);
        onEnd.accept(bytes);
    }
}
