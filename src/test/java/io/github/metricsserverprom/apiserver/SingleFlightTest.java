// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.model.ReadFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private static final Deadline LONG = Deadline.in(Duration.ofMinutes(1));
    private static final ReadException FAILURE = new ReadException(new ReadFailure(503, "down", ""));

    private final SingleFlight flights = new SingleFlight();
    private final AtomicInteger reads = new AtomicInteger();

    private CompletableFuture<String> inBackground(Deadline deadline, SingleFlight.Read<String> read) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return flights.share("key", Duration.ZERO, deadline, read);
            } catch (ReadException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void whoAsksDuringAReadGetsItsResult() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<String> first = inBackground(LONG, () -> {
            reads.incrementAndGet();
            begun.countDown();
            await().until(() -> go.getCount() == 0);
            return "first";
        });
        begun.await();
        CompletableFuture<String> second = inBackground(LONG, () -> {
            reads.incrementAndGet();
            return "second";
        });
        go.countDown();

        assertThat(first.get()).isEqualTo("first");
        assertThat(second.get()).isIn("first", "second");
        assertThat(reads.get()).isEqualTo(second.get().equals("first") ? 1 : 2);
    }

    @Test
    void aFailureIsSharedAndNotKept() {
        assertThatThrownBy(() -> flights.share("key", Duration.ofMinutes(1), LONG, () -> {
                    throw FAILURE;
                }))
                .hasMessage("down");

        assertThat(catchNothing(() -> flights.share("key", Duration.ofMinutes(1), LONG, () -> "again")))
                .isEqualTo("again");
    }

    @Test
    void aResultIsGivenAgainWithinTheIntervalOnly() {
        assertThat(catchNothing(() -> flights.share("key", Duration.ofMinutes(1), LONG, () -> "old")))
                .isEqualTo("old");
        assertThat(catchNothing(() -> flights.share("key", Duration.ofMinutes(1), LONG, () -> "new")))
                .isEqualTo("old");
        assertThat(catchNothing(() -> flights.share("key", Duration.ZERO, LONG, () -> "newest")))
                .isEqualTo("newest");
    }

    @Test
    void theShortTimeOfOneIsNotTheFailureOfAnother() throws ExecutionException, InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Deadline hasty = Deadline.in(Duration.ofMillis(200));
        CompletableFuture<String> first = inBackground(hasty, () -> {
            begun.countDown();
            await().until(hasty::passed);
            throw FAILURE;
        });
        begun.await();

        assertThat(catchNothing(() -> flights.share("key", Duration.ZERO, LONG, () -> "patient")))
                .isEqualTo("patient");
        assertThatThrownBy(first::get).hasRootCauseMessage("down");
    }

    @Test
    void whatTheShortTimeOfOneLeftOutIsReadAgainForAnother() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Deadline hasty = Deadline.in(Duration.ofMillis(200));
        PodMetricsList part = new PodMetricsList(List.of(), 0, new ReadFailure(0, "namespace b: too slow", ""));
        PodMetricsList whole = new PodMetricsList(List.of(), 0);
        CompletableFuture<PodMetricsList> first = CompletableFuture.supplyAsync(() -> {
            try {
                return flights.share("key", Duration.ZERO, hasty, () -> {
                    begun.countDown();
                    await().until(hasty::passed);
                    return part;
                });
            } catch (ReadException e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await();

        assertThat(flights.share("key", Duration.ZERO, LONG, () -> whole)).isSameAs(whole);
        assertThat(first.get()).isSameAs(part);
    }

    @Test
    void aResultWithAPartMissingIsSharedWithinTheInterval() throws ReadException {
        PodMetricsList part = new PodMetricsList(List.of(), 0, new ReadFailure(403, "namespace b: no", ""));
        assertThat(flights.share("key", Duration.ofMinutes(1), LONG, () -> part))
                .isSameAs(part);

        assertThat(flights.share("key", Duration.ofMinutes(1), LONG, () -> new PodMetricsList(List.of(), 0)))
                .isSameAs(part);
    }

    private static String catchNothing(SingleFlight.Read<String> read) {
        try {
            return read.read();
        } catch (ReadException e) {
            throw new AssertionError(e);
        }
    }
}
