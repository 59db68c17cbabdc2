// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.time.Instant;
import java.util.List;

/** What became of the loads of routes so far, for metrics, {@code /readyz} and the landing page. Thread-safe. */
final class ReloadState {

    private long loads;
    private long failures;
    private int generation;
    private Instant lastSuccess = Instant.EPOCH;
    private String problem = "";
    private List<String> restart = List.of();

    synchronized void succeeded(int number) {
        loads++;
        generation = number;
        lastSuccess = Instant.now();
        problem = "";
    }

    synchronized void failed(String reason) {
        loads++;
        failures++;
        problem = reason;
    }

    /** The files cannot be read, so there is nothing to load. */
    synchronized void unreadable(String reason) {
        problem = reason;
    }

    /** What is live is again what there is: what was wrong with others in between no longer matters. */
    synchronized void restored() {
        problem = "";
    }

    /** Changes that were made and wait for a restart, one line each; replaces those that were told before. */
    synchronized void restartNeeded(List<String> changes) {
        restart = List.copyOf(changes);
    }

    /** Changes that wait for a restart, one line each; empty when none does. */
    synchronized List<String> restartNeeded() {
        return restart;
    }

    synchronized boolean successful() {
        return problem.isEmpty();
    }

    /** Why the last load failed; empty when it did not. */
    synchronized String problem() {
        return problem;
    }

    synchronized double successTimestampSeconds() {
        return lastSuccess.toEpochMilli() / 1000.0;
    }

    synchronized long loads() {
        return loads;
    }

    synchronized long failures() {
        return failures;
    }

    synchronized int generation() {
        return generation;
    }
}
