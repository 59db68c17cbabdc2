// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.model.ReadFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How far a watch has come, and whether what it knows may be called current. Thread-safe. */
final class WatchProgress {

    private enum Phase {
        /** Nothing is known, or not all. */
        LISTING,
        /** The list failed; another try follows. */
        FAILED,
        /** Everything is known and followed, or was until {@link #awaySince}. */
        LISTED,
        /** The cluster does not allow watching, or the watch was given up. */
        REFUSED
    }

    private final WatchTimes times;
    private Phase phase = Phase.LISTING;
    private ReadFailure problem;
    private long awaySince;
    private boolean away = true;
    private int podsRead;
    private long lists;
    private double lastEventSeconds;

    WatchProgress(WatchTimes times) {
        this.times = times;
        this.awaySince = System.nanoTime();
    }

    /** A list begins. What was listed before stays valid meanwhile, within its grace. */
    synchronized void listing() {
        podsRead = 0;
        if (phase == Phase.FAILED) {
            phase = Phase.LISTING;
        }
    }

    /** So many pods of the list are read. */
    synchronized void listed(int pods) {
        podsRead = pods;
    }

    /**
     * The list is complete.
     *
     * @return the number of complete lists before it
     */
    synchronized long listed() {
        phase = Phase.LISTED;
        problem = null;
        event();
        awaySince = System.nanoTime();
        notifyAll();
        return lists++;
    }

    /**
     * The watch is open.
     *
     * @return whether it was interrupted for a reason before
     */
    synchronized boolean following() {
        boolean again = problem != null;
        away = false;
        problem = null;
        event();
        return again;
    }

    /** A sign of life. */
    synchronized void event() {
        lastEventSeconds = System.currentTimeMillis() / 1e3;
    }

    /**
     * The server ended the watch in good order, as it does now and then; nothing is wrong unless it stays so.
     */
    synchronized void paused() {
        if (!away) {
            away = true;
            awaySince = System.nanoTime();
        }
    }

    /**
     * The watch or the list failed.
     *
     * @return whether this is news: it is the first failure, or the reason is another one
     */
    synchronized boolean interrupted(ReadFailure failure) {
        boolean news = problem == null || problem.status() != failure.status();
        paused();
        problem = failure;
        if (phase == Phase.LISTING) {
            phase = Phase.FAILED;
        }
        notifyAll();
        return news;
    }

    /** The cluster does not allow watching, or nobody wants it any more. */
    synchronized void refused() {
        phase = Phase.REFUSED;
        away = true;
        notifyAll();
    }

    synchronized boolean isRefused() {
        return phase == Phase.REFUSED;
    }

    synchronized boolean isAwayFor(Duration time) {
        return away && System.nanoTime() - awaySince > time.toNanos();
    }

    /**
     * Waits until everything is known.
     *
     * @return false when it will not be, because there is no watching
     * @throws ReadException when that fails or takes too long, or what is known is out of date
     */
    synchronized boolean awaitList(Deadline deadline) throws ReadException {
        while (phase == Phase.LISTING) {
            long nanos = deadline.remainingNanos();
            if (nanos <= 0) {
                throw new ReadException(new ReadFailure(
                        0,
                        "the first list of all pods is not complete yet, " + podsRead + " pods so far",
                        "nothing; the next scrapes will have it"));
            }
            try {
                // At least a millisecond: wait(0) would wait for ever.
                wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ReadException(new ReadFailure(0, "the read was interrupted", ""), e);
            }
        }
        if (phase == Phase.FAILED) {
            throw new ReadException(problem);
        }
        if (phase == Phase.LISTED && isAwayFor(times.grace())) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - awaySince);
            ReadFailure why = problem != null
                    ? problem
                    : new ReadFailure(0, "no answer to the request", "look at the API server");
            throw new ReadException(new ReadFailure(
                    why.status(), "pods could not be watched for " + seconds + " s: " + why.reason(), why.advice()));
        }
        return phase != Phase.REFUSED;
    }

    synchronized boolean isSynced() {
        return phase == Phase.LISTED && !away;
    }

    synchronized double lastEventSeconds() {
        return lastEventSeconds;
    }

    synchronized long relists() {
        return Math.max(0, lists - 1);
    }
}
