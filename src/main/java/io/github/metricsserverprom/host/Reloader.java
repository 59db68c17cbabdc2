// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the live generation of routes by another as a whole, so that no edit, good or bad, costs a request: the new one
 * is built beside the old one, then the router is switched, then the old one ends when its last request has.
 */
final class Reloader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    /** How long requests under way may take to end on the generation that they started on. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final GenerationFactory factory;
    private final ReloadState state;
    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutorService drainer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "generation-drain");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Generation live;
    private int count;

    /** Makes generations, with what the host shares among them. */
    @FunctionalInterface
    interface GenerationFactory {

        /** Prepares a generation; it is not built yet. */
        Generation create(int number, RouteFiles files) throws RoutesException;
    }

    Reloader(GenerationFactory factory, ReloadState state) {
        this.factory = factory;
        this.state = state;
    }

    /** The generation that answers requests; null before the first one is loaded. */
    Generation live() {
        return live;
    }

    /**
     * Loads these files.
     *
     * @param why what asked for it, for the log
     * @throws RoutesException when they cannot be used; what was live stays so
     */
    void load(RouteFiles files, String why) throws RoutesException {
        lock.lock();
        long start = System.nanoTime();
        Generation old = live;
        Generation next = null;
        boolean paused = false;
        try {
            next = factory.create(++count, files);
            next.build();
            next.startPassive();
            if (old != null) {
                paused = true;
                old.stopActive();
            }
            next.startActive();
            live = next;
            state.succeeded(next.number());
            log(old, next, why, System.nanoTime() - start);
        } catch (Exception e) {
            RoutesException failure = e instanceof RoutesException known
                    ? known
                    : new RoutesException(List.of(FailureText.deepest(e)), e);
            if (next != null) {
                next.stop();
            }
            if (paused) {
                old.resumeActive();
            }
            state.failed(failure.getMessage());
            throw failure;
        } finally {
            lock.unlock();
        }
        if (old != null) {
            drainer.execute(() -> {
                old.drain(DRAIN);
                old.stop();
            });
        }
    }

    private static void log(Generation old, Generation next, String why, long nanos) {
        if (old == null) {
            LOG.info(
                    "Routes loaded files={} routes={} millis={}",
                    next.files().files().size(),
                    next.context().getRoutesSize(),
                    nanos / 1_000_000);
        } else {
            LOG.info(
                    "Routes reloaded reason={} changed={} {} generation={} millis={}",
                    why,
                    next.files().changesFrom(old.files()),
                    RouteChanges.between(old.context(), next.context()),
                    next.number(),
                    nanos / 1_000_000);
        }
    }

    /** Ends the live generation: waits for its requests, then stops it. */
    @Override
    public void close() {
        lock.lock();
        try {
            Generation last = live;
            if (last != null) {
                last.drain(DRAIN);
                last.stop();
            }
        } finally {
            lock.unlock();
        }
        drainer.shutdown();
    }
}
