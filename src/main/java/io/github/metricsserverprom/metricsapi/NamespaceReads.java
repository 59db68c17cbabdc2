// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.model.ReadFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does one read for each of several namespaces, a bounded number of them at once, so that one that fails or hangs costs
 * only its own data. Thread-safe.
 */
final class NamespaceReads {

    private final ExecutorService helpers;
    private final int atOnce;

    /**
     * Reads with the calling thread and others.
     *
     * @param helpers threads, as many as asked for
     * @param atOnce  how many reads of one call run at once
     */
    NamespaceReads(ExecutorService helpers, int atOnce) {
        this.helpers = helpers;
        this.atOnce = atOnce;
    }

    /** The read of one part. */
    @FunctionalInterface
    interface Read<P, T> {
        T read(P part) throws ReadException;
    }

    /**
     * What the reads brought.
     *
     * @param results in the order of the parts, without those that failed
     * @param missing why some failed; null when none did
     */
    record Results<T>(List<T> results, ReadFailure missing) {}

    /** How one read ended: exactly one of the three is not null. */
    private record Outcome<T>(T result, ReadException failure, RuntimeException broken) {}

    /**
     * Does the reads.
     *
     * @param <P>        what is asked for
     * @param namespaces the namespace of each part; one empty text when the one part is the whole cluster
     * @throws ReadException when all failed
     */
    <P, T> Results<T> read(List<String> namespaces, List<P> parts, Read<P, T> read) throws ReadException {
        if (namespaces.size() == 1 && namespaces.get(0).isEmpty()) {
            return new Results<>(List.of(read.read(parts.get(0))), null);
        }
        List<T> results = new ArrayList<>();
        Map<String, ReadFailure> failures = new LinkedHashMap<>();
        ReadException first = null;
        List<Outcome<T>> outcomes = outcomes(parts, read);
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome<T> outcome = outcomes.get(i);
            if (outcome.broken() != null) {
                throw outcome.broken();
            }
            if (outcome.failure() == null) {
                results.add(outcome.result());
            } else {
                failures.put(namespaces.get(i), outcome.failure().failure());
                first = first == null ? outcome.failure() : first;
            }
        }
        ReadFailure missing = failures.isEmpty() ? null : NamespaceFailures.together(failures, namespaces.size());
        if (results.isEmpty()) {
            throw new ReadException(missing, first);
        }
        return new Results<>(results, missing);
    }

    private <P, T> List<Outcome<T>> outcomes(List<P> parts, Read<P, T> read) throws ReadException {
        List<Outcome<T>> outcomes = new ArrayList<>();
        parts.forEach(part -> outcomes.add(null));
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
                Outcome<T> outcome = outcome(parts.get(i), read);
                synchronized (outcomes) {
                    outcomes.set(i, outcome);
                }
            }
        };
        List<Future<?>> others = new ArrayList<>();
        for (int helper = 1; helper < Math.min(atOnce, parts.size()); helper++) {
            others.add(helpers.submit(work));
        }
        work.run();
        await(others);
        return outcomes;
    }

    private static <P, T> Outcome<T> outcome(P part, Read<P, T> read) {
        try {
            return new Outcome<>(read.read(part), null, null);
        } catch (ReadException e) {
            return new Outcome<>(null, e, null);
        } catch (RuntimeException e) {
            return new Outcome<>(null, null, e);
        }
    }

    private static void await(List<Future<?>> others) throws ReadException {
        try {
            for (Future<?> other : others) {
                other.get();
            }
        } catch (InterruptedException e) {
            others.forEach(other -> other.cancel(true));
            Thread.currentThread().interrupt();
            throw new ReadException(new ReadFailure(0, "the read was interrupted", ""), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a read broke", e.getCause());
        }
    }
}
