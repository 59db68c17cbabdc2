// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.github.metricsserverprom.apiserver.ApiReader;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.model.PodFactsList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The watches of pods, one for each cluster and query, shared by all who need them. A watch starts when its facts
 * are first asked for; it stops when nobody holds a {@linkplain #hold lease} of its query any more, or nobody asked for
 * long. The host binds one that outlives reloads: routes that replace others take their lease before those give theirs
 * back, so a reload does not touch the watch. Thread-safe.
 */
public final class PodWatches implements AutoCloseable {

    /** A thread with nothing to do ends after so long. */
    private static final int IDLE_SECONDS = 10;

    private final ClusterClients clients;
    private final ApiReader reader;
    private final UpstreamMetrics metrics;
    private final WatchTimes times;
    private final ThreadPoolExecutor threads;
    private final Map<Place, Kept> watches = new HashMap<>();
    private final Map<PodQuery, Integer> leases = new HashMap<>();
    private boolean looking;
    private boolean closed;

    private record Place(String context, PodQuery query) {}

    private static final class Kept {
        private final PodWatch watch;
        private long askedNanos = System.nanoTime();

        Kept(PodWatch watch) {
            this.watch = watch;
        }
    }

    /** Watches that ask with these clients and report what they do. */
    public PodWatches(ClusterClients clients, UpstreamMetrics metrics) {
        this(clients, metrics, WatchTimes.DEFAULT);
    }

    /** The same with other times. */
    public PodWatches(ClusterClients clients, UpstreamMetrics metrics, WatchTimes times) {
        this.clients = clients;
        this.reader = new ApiReader(metrics);
        this.metrics = metrics;
        this.times = times;
        // A watch works on one thread at a time, so there are never more than watches: with fewer, one cluster that
        // leaves its list unanswered would hold up the events of the others.
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "pod-watch");
                    thread.setDaemon(true);
                    return thread;
                });
        // After close() what connections still say is of no interest.
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** A right to watches of one query, given back by closing it, once. */
    @FunctionalInterface
    public interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /** Says that facts of this query will be asked for; its watches live as long as somebody says so. */
    public synchronized Lease hold(PodQuery query) {
        leases.merge(query, 1, Integer::sum);
        return () -> release(query);
    }

    private synchronized void release(PodQuery query) {
        Integer left = leases.computeIfPresent(query, (held, count) -> count == 1 ? null : count - 1);
        if (left == null) {
            stopIf(place -> place.query().equals(query));
        }
    }

    /**
     * The pods of a cluster as they are now, within the grace that {@link WatchTimes#grace()} gives.
     *
     * @param context the kubeconfig context; empty for the chosen one
     * @return empty when the cluster does not allow watching, or nobody holds a lease of the query: then it takes a list
     * @throws ReadException when they are not known, with the reason
     */
    public Optional<PodFactsList> facts(String context, PodQuery query, Deadline deadline) throws ReadException {
        PodWatch watch = watch(context, query);
        return watch == null ? Optional.empty() : watch.facts(deadline);
    }

    /** Begins to watch what is not watched yet, all of it at once, so that nobody waits for one after the other. */
    public void begin(String context, List<PodQuery> queries) {
        queries.forEach(query -> watch(context, query));
    }

    /** The watch of a query, which begins if it has not; null when there is to be none. */
    private synchronized PodWatch watch(String context, PodQuery query) {
        if (closed || !leases.containsKey(query)) {
            return null;
        }
        Kept kept = watches.computeIfAbsent(new Place(context, query), this::begin);
        kept.askedNanos = System.nanoTime();
        return kept.watch;
    }

    private Kept begin(Place place) {
        if (!looking) {
            lookForUnused();
        }
        PodWatch watch = new PodWatch(
                place.context(), () -> clients.client(place.context()), place.query(), reader, times, threads);
        metrics.watchStarted(watch);
        watch.start();
        return new Kept(watch);
    }

    private void lookForUnused() {
        looking = true;
        long millis = Math.max(1, times.unused().toMillis() / 3);
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(this::stopUnused);
    }

    private synchronized void stopUnused() {
        long now = System.nanoTime();
        stopIf(place -> now - watches.get(place).askedNanos > times.unused().toNanos());
        looking = false;
        if (!watches.isEmpty()) {
            lookForUnused();
        }
    }

    private void stopIf(Predicate<Place> wanted) {
        watches.entrySet().removeIf(entry -> {
            if (!wanted.test(entry.getKey())) {
                return false;
            }
            PodWatch watch = entry.getValue().watch;
            watch.close();
            metrics.watchStopped(watch);
            return true;
        });
    }

    /** Ends all watches. */
    @Override
    public synchronized void close() {
        closed = true;
        stopIf(place -> true);
        threads.shutdown();
    }
}
