// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the live generation of routes by another as a whole, so that no edit, good or bad, costs a request: the new one
 * is built beside the old one, then requests go to it, then the old one ends when its last request has. Thread-safe; one
 * load at a time.
 */
final class Reloader {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    /** How long requests under way may take to end on the generation that they started on. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final GenerationFactory factory;
    private final ReloadState state;
    private final SwitchListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutorService drainer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "generation-drain");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Generation live;
    private int count;
    private String tried = "";
    private List<String> warned = List.of();
    private boolean closed;

    /** Makes generations, with what the host shares among them. */
    @FunctionalInterface
    interface GenerationFactory {

        /**
         * Prepares a generation; it is not built yet.
         *
         * @param live the generation that is live; null for the first one
         */
        Generation create(int number, RouteFiles files, Generation live) throws RoutesException;
    }

    /** Reads the files. */
    @FunctionalInterface
    interface Reading {

        /** The files as they are now. */
        RouteFiles read() throws ConfigException;
    }

    /** Hears of each switch, after it. */
    @FunctionalInterface
    interface SwitchListener {

        /**
         * A generation became live.
         *
         * @param old the one before; null for the first one
         */
        void switched(Generation old, Generation next);
    }

    Reloader(GenerationFactory factory, ReloadState state, SwitchListener listener) {
        this.factory = factory;
        this.state = state;
        this.listener = listener;
    }

    /** The generation that answers requests; null before the first one is loaded and after the end. */
    Generation live() {
        return live;
    }

    /**
     * Loads these files. The log tells of it in one line.
     *
     * @param why what asked for it, for the log
     * @throws RoutesException when they cannot be used; what was live stays so
     */
    void load(RouteFiles files, String why) throws RoutesException {
        lock.lock();
        try {
            if (closed) {
                throw new RoutesException(List.of("the program is stopping"));
            }
            tried = files.hash();
            warn(files);
            Generation old = live;
            long start = System.nanoTime();
            Generation next = replace(old, files);
            state.succeeded(next.number());
            log(old, next, why, System.nanoTime() - start);
            listener.switched(old, next);
            if (old != null) {
                long end = System.nanoTime() + DRAIN.toNanos();
                drainer.execute(() -> end(old, next, end));
            }
        } catch (RoutesException e) {
            if (live != null) {
                LOG.error("Routes not reloaded, what was live stays so reason={}: {}", why, e.getMessage());
            }
            state.failed(e.getMessage());
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Loads these files as {@link #load} does, unless others have taken their place while another load was under way.
     *
     * @param now reads what is there now
     * @throws RoutesException as {@link #load}
     * @throws ConfigException when what is there now cannot be read
     */
    void loadUnlessChanged(RouteFiles files, Reading now, String why) throws RoutesException, ConfigException {
        lock.lock();
        try {
            if (files.equals(now.read())) {
                load(files, why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Files that are passed over are told when they appear, not at each look. */
    private void warn(RouteFiles files) {
        List<String> warnings = files.warnings();
        warnings.stream().filter(warning -> !warned.contains(warning)).forEach(LOG::warn);
        warned = warnings;
    }

    private Generation replace(Generation old, RouteFiles files) throws RoutesException {
        Generation next = null;
        boolean paused = false;
        try {
            next = factory.create(++count, files, old);
            next.build();
            next.startPassive();
            if (old != null) {
                paused = true;
                old.stopActive();
            }
            next.startActive();
            live = next;
            return next;
        } catch (Exception | LinkageError | StackOverflowError e) {
            List<String> findings = new ArrayList<>(
                    e instanceof RoutesException known ? known.findings() : List.of(FailureText.deepest(e)));
            if (next != null) {
                end(next, old, System.nanoTime());
            }
            if (paused) {
                findings.addAll(old.resumeActive());
            }
            throw new RoutesException(findings, e);
        }
    }

    /** Lets a generation's requests end, stops it, and closes its way to the cluster unless another uses that as well. */
    private static void end(Generation ending, Generation staying, long latest) {
        ending.retire(latest);
        ending.stop();
        if (ending.cluster() != null && (staying == null || staying.cluster() != ending.cluster())) {
            ending.cluster().close();
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
                    RouteChanges.between(old, next),
                    next.number(),
                    nanos / 1_000_000);
        }
    }

    /**
     * Builds the live routes once more, on the cluster that the kubeconfig leads to now.
     *
     * @throws RoutesException when that cannot be opened; what was live stays so
     */
    void reopen(String why) throws RoutesException {
        lock.lock();
        try {
            if (live != null) {
                load(live.files(), why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a reason why the last load failed is no longer one. */
    void dismiss(String reason) {
        lock.lock();
        try {
            if (reason != null && state.problem().equals(reason)) {
                state.restored();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether these files are others than the ones tried last. Files that are again those that are live are no news but
     * end the trouble with whatever was tried in between.
     */
    boolean isNews(RouteFiles files) {
        lock.lock();
        try {
            warn(files);
            if (files.hash().equals(tried)) {
                return false;
            }
            Generation now = live;
            if (now == null || !files.equals(now.files())) {
                return true;
            }
            tried = files.hash();
            state.restored();
            LOG.info("The files are again those of the live routes generation={}", now.number());
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the files cannot be read, which the log tells once. */
    void unreadable(String reason) {
        lock.lock();
        try {
            if (!state.problem().equals(reason)) {
                LOG.error("Routes cannot be read, what was live stays so: {}", reason);
                state.unreadable(reason);
            }
            tried = "";
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the live generation: refuses new requests, waits for those under way, then stops it.
     *
     * @param latest the {@link System#nanoTime()} at which requests under way are given up
     */
    void close(long latest) {
        lock.lock();
        try {
            closed = true;
            Generation last = live;
            live = null;
            drainer.shutdown();
            if (last != null) {
                end(last, null, latest);
            }
            if (!drainer.awaitTermination(Math.max(0, latest - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                LOG.warn("Requests of replaced routes did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
