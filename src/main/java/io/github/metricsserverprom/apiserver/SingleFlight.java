// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import io.github.metricsserverprom.model.ReadFailure;
import io.github.metricsserverprom.model.UpstreamData;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets concurrent reads of the same thing share one request, and repeated reads within a short interval share its result.
 * What is shared must be immutable. A failure is shared with those who waited for it and never kept; a result of which a
 * part is missing is a result. Thread-safe; one instance serves all generations of routes.
 */
public final class SingleFlight {

    /** For so many times the age that a reader accepts, results are kept for it after it last asked. */
    private static final int PATIENCE = 10;

    private final ConcurrentMap<Object, Flight<?>> flights = new ConcurrentHashMap<>();
    private final ConcurrentMap<Object, Long> wantedUntil = new ConcurrentHashMap<>();

    /**
     * A read.
     *
     * @param <T> what it brings
     */
    @FunctionalInterface
    public interface Read<T> {
        /** Does the read, on the calling thread. */
        T read() throws ReadException;
    }

    private static final class Flight<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Deadline deadline;
        private volatile long landed;

        Flight(Deadline deadline) {
            this.deadline = deadline;
        }

        boolean fresh(long intervalNanos) {
            return !result.isDone() || !result.isCompletedExceptionally() && System.nanoTime() - landed < intervalNanos;
        }
    }

    /**
     * Gives the result of a read that is under way or that ended less than the interval ago, or does the read.
     *
     * @param key      what is read, with {@code equals}; different types of results need different keys
     * @param interval how old a result may be, whoever read it; zero shares only reads that are under way
     * @param deadline until when to wait for somebody else's read
     */
    public <T> T share(Object key, Duration interval, Deadline deadline, Read<T> read) throws ReadException {
        if (!interval.isZero()) {
            wantedUntil.put(key, System.nanoTime() + PATIENCE * interval.toNanos());
        }
        // What nobody who accepts old results asked for again is let go of.
        flights.entrySet().removeIf(known -> known.getValue().result.isDone() && !isWanted(known.getKey()));
        Flight<T> mine = new Flight<>(deadline);
        @SuppressWarnings("unchecked") // a key stands for one type of result
        Flight<T> flight =
                (Flight<T>) flights.compute(key, (k, old) -> old != null && old.fresh(interval.toNanos()) ? old : mine);
        if (flight == mine) {
            return fly(key, mine, read);
        }
        try {
            T result = join(flight, deadline);
            if (isWhole(result) || !ranOutOfTime(flight, deadline)) {
                return result;
            }
        } catch (ReadException e) {
            if (!ranOutOfTime(flight, deadline)) {
                throw e;
            }
        }
        flights.remove(key, flight);
        return share(key, interval, deadline, read);
    }

    private static boolean isWhole(Object result) {
        return !(result instanceof UpstreamData data) || data.missing() == null;
    }

    /** Whether whoever read had less time than there is here: one client's short timeout is not another one's failure. */
    private static boolean ranOutOfTime(Flight<?> flight, Deadline deadline) {
        return flight.deadline.passed() && !deadline.passed();
    }

    private <T> T fly(Object key, Flight<T> mine, Read<T> read) throws ReadException {
        boolean keep = false;
        try {
            T result = read.read();
            mine.landed = System.nanoTime();
            mine.result.complete(result);
            keep = isWanted(key);
            return result;
        } catch (ReadException | RuntimeException | Error e) {
            mine.result.completeExceptionally(e);
            throw e;
        } finally {
            if (!keep) {
                flights.remove(key, mine);
            }
        }
    }

    /** Whether somebody who accepts results of some age asked for this not long ago. */
    private boolean isWanted(Object key) {
        Long until = wantedUntil.get(key);
        if (until != null && System.nanoTime() - until > 0) {
            wantedUntil.remove(key, until);
            return false;
        }
        return until != null;
    }

    private static <T> T join(Flight<T> flight, Deadline deadline) throws ReadException {
        try {
            return flight.result.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ReadException known) {
                throw new ReadException(known.failure(), known);
            }
            throw new IllegalStateException("the read that this one waited for broke", e.getCause());
        } catch (TimeoutException e) {
            throw new ReadException(
                    new ReadFailure(0, "no complete answer within the time of this scrape", "raise scrape_timeout"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadException(new ReadFailure(0, "the read was interrupted", ""), e);
        }
    }
}
