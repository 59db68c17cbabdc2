// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers that are being made, or wait in memory until their client takes them; together they stay within a bound. A
 * request for which there is no room is not admitted. Where there is none left, the connections are cut on which more than
 * one answer waits, since their client asks without reading, and those whose answer has waited for long; all others are
 * not touched. Thread-safe.
 */
final class UnsentAnswers {

    /** A client that did not take its answer for so long is slow. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final long most;
    private final LongAdder cut = new LongAdder();
    private final Deque<Answer> waiting = new ArrayDeque<>();
    private long bytes;
    private int underWay;

    /** How long the next answer may be: as long as the longest one of late. */
    private long likelyLength;

    private record Answer(HttpConnection connection, long length, long nanos) {
        // Two answers of the same length on one connection are not the same.
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** At most so many bytes, but always one answer. */
    UnsentAnswers(long most) {
        this.most = most;
    }

    /**
     * A request wants an answer.
     *
     * @return false when there is no room for it: then it must not be made, and {@link #written} not be called
     */
    boolean admit() {
        Set<HttpConnection> slow;
        boolean admitted;
        synchronized (this) {
            long wanted = bytes + (underWay + 1) * likelyLength;
            slow = wanted > most ? slow() : Set.of();
            admitted = wanted <= most || underWay == 0 && waiting.isEmpty();
            underWay += admitted ? 1 : 0;
        }
        cut(slow);
        return admitted;
    }

    /**
     * The answer to a request that was admitted was written, or is given up.
     *
     * @return to be run when all of it is sent, or never will be
     */
    Runnable written(HttpConnection connection, long length) {
        Answer answer = new Answer(connection, length, System.nanoTime());
        Set<HttpConnection> slow;
        synchronized (this) {
            underWay--;
            waiting.add(answer);
            bytes += length;
            likelyLength = Math.max(length, likelyLength - likelyLength / 8);
            slow = bytes > most ? slow() : Set.of();
        }
        cut(slow);
        return () -> remove(answer);
    }

    private Set<HttpConnection> slow() {
        long now = System.nanoTime();
        Set<HttpConnection> seen = new HashSet<>();
        Set<HttpConnection> slow = new HashSet<>();
        for (Answer answer : waiting) {
            if (!seen.add(answer.connection()) || now - answer.nanos() > SLOW.toNanos()) {
                slow.add(answer.connection());
            }
        }
        return slow;
    }

    private void cut(Set<HttpConnection> slow) {
        slow.forEach(Connections::cut);
        cut.add(slow.size());
    }

    private synchronized void remove(Answer answer) {
        if (waiting.remove(answer)) {
            bytes -= answer.length();
        }
        if (waiting.isEmpty()) {
            notifyAll();
        }
    }

    /** Waits until all are sent, until a {@link System#nanoTime()} at the latest. */
    synchronized void awaitSent(long latest) throws InterruptedException {
        long nanos;
        while (!waiting.isEmpty() && (nanos = latest - System.nanoTime()) > 0) {
            wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
    }

    /** Bytes that wait. */
    synchronized long bytes() {
        return bytes;
    }

    /** How many connections were cut. */
    long cut() {
        return cut.sum();
    }
}
