// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers that are written and wait in memory until their client takes them. When they grow beyond a bound, the
 * connections whose answers wait for longest are cut: a client that reads slowly, or asks again and again without
 * reading, gets no answer any more, and all others are not touched. Thread-safe.
 */
final class UnsentAnswers {

    private final long most;
    private final LongAdder cut = new LongAdder();
    private final Deque<Answer> waiting = new ArrayDeque<>();
    private long bytes;

    private record Answer(HttpConnection connection, long bytes) {
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
     * An answer was written.
     *
     * @param sent done when all of it is sent, or never will be
     */
    void written(HttpConnection connection, long length, Runnable sent) {
        Answer answer = new Answer(connection, length);
        List<HttpConnection> slow;
        synchronized (this) {
            waiting.add(answer);
            bytes += length;
            slow = slowest(connection);
        }
        // Behind all that was written before; an empty buffer passes the encoder by (Netty's HttpObjectEncoder).
        Connections.channel(connection).writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            remove(answer);
            sent.run();
        });
        slow.forEach(Connections::cut);
        cut.add(slow.size());
    }

    /** The connections without whose answers the rest is within the bound; the newest answer is not among them. */
    private List<HttpConnection> slowest(HttpConnection newest) {
        List<HttpConnection> slow = new ArrayList<>();
        long rest = bytes;
        for (Answer answer : waiting) {
            if (rest <= most) {
                break;
            }
            rest -= answer.bytes();
            if (!slow.contains(answer.connection())
                    && (answer.connection() != newest || answer != waiting.peekLast())) {
                slow.add(answer.connection());
            }
        }
        return slow;
    }

    private synchronized void remove(Answer answer) {
        if (waiting.remove(answer)) {
            bytes -= answer.bytes();
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
