// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** The open watches of pods. Thread-safe. */
final class PodWatches {
    private final Vertx vertx;
    private final ClusterState cluster;
    private final PodJson json;
    private final DemoOptions options;
    private final Set<PodWatch> open = ConcurrentHashMap.newKeySet();
    private volatile boolean bookmarksStopped;

    PodWatches(Vertx vertx, ClusterState cluster, PodJson json, DemoOptions options) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.json = json;
        this.options = options;
    }

    /**
     * Why a watch cannot begin, or empty.
     */
    Optional<Answer> refusal(ApiRequest request) {
        if (!request.parameter("sendInitialEvents").isEmpty()) {
            return Optional.of(ApiErrors.invalidListOptions(
                    "sendInitialEvents",
                    "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"));
        }
        try {
            PodFilter.of(request);
            number(request, "resourceVersion");
            number(request, "timeoutSeconds");
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of(ApiErrors.badRequest("invalid number in the query: " + e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Optional.of(ApiErrors.badRequest(e.getMessage()));
        }
    }

    /**
     * Begins to send events. Call on the event loop of the stream.
     *
     * @param onEnd told the number of bytes that were sent
     */
    void begin(ApiRequest request, WatchOutput events, LongConsumer onEnd) {
        boolean bookmarks = request.parameter("allowWatchBookmarks").equals("true");
        PodWatch[] self = new PodWatch[1];
        PodWatch watch = new PodWatch(vertx, cluster, json, PodFilter.of(request), events, bytes -> {
            open.remove(self[0]);
            onEnd.accept(bytes);
        });
        self[0] = watch;
        open.add(watch);
        watch.begin(number(request, "resourceVersion"));
        long timeout = number(request, "timeoutSeconds");
        if (timeout > 0) {
            watch.endAfter(timeout * 1_000);
        }
        if (bookmarks) {
            watch.bookmarkEvery(options.bookmarkInterval().toMillis(), () -> !bookmarksStopped);
        }
    }

    void closeAll() {
        open.forEach(PodWatch::close);
    }

    void muteAll() {
        open.forEach(PodWatch::mute);
    }

    void stopBookmarks(boolean stopped) {
        bookmarksStopped = stopped;
    }

    private static long number(ApiRequest request, String parameter) {
        String value = request.parameter(parameter);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }
}
