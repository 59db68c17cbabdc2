// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.model.ReadFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespaceReadsTest {

    private static final ReadFailure NO = new ReadFailure(403, "403 no", "ask");

    private final ExecutorService helpers = Executors.newCachedThreadPool();
    private final NamespaceReads reads = new NamespaceReads(helpers, 4);

    @AfterEach
    void stop() {
        helpers.shutdownNow();
    }

    private NamespaceReads.Results<String> read(List<String> namespaces, NamespaceReads.Read<String, String> read)
            throws ReadException {
        return reads.read(namespaces, namespaces, read);
    }

    @Test
    void resultsComeInTheOrderOfTheNamespaces() throws Exception {
        List<String> names = IntStream.range(0, 100).mapToObj(Integer::toString).toList();

        assertThat(read(names, name -> "of " + name).results())
                .containsExactlyElementsOf(
                        names.stream().map(name -> "of " + name).toList());
    }

    @Test
    void thereAreAsManyAtOnceAsAllowedAndNoMore() throws Exception {
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> names = IntStream.range(0, 20).mapToObj(Integer::toString).toList();

        read(names, name -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                // Fewer than four at once would wait here for ever.
                four.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                running.decrementAndGet();
            }
            return name;
        });

        assertThat(most).hasValue(4);
    }

    @Test
    void theWholeClusterIsReadByTheCallerAndFailsInItsOwnWords() throws Exception {
        Thread caller = Thread.currentThread();
        assertThat(reads.read(List.of(""), List.of("x"), part -> Thread.currentThread())
                        .results())
                .containsExactly(caller);
        assertThatThrownBy(() -> read(List.of(""), name -> {
                    throw new ReadException(NO);
                }))
                .hasMessage("403 no; ask");
    }

    @Test
    void whatFailsIsMissingAndNamed() throws Exception {
        NamespaceReads.Results<String> found = read(List.of("a", "b", "c"), name -> {
            if (name.equals("b")) {
                throw new ReadException(NO);
            }
            return name;
        });

        assertThat(found.results()).containsExactly("a", "c");
        assertThat(found.missing())
                .isEqualTo(new ReadFailure(403, "1 of 3 namespaces failed: namespace b: 403 no", "ask"));
    }

    @Test
    void aSingleNamespaceThatFailsIsNamedToo() {
        assertThatThrownBy(() -> read(List.of("team-a"), name -> {
                    throw new ReadException(NO);
                }))
                .isInstanceOf(ReadException.class)
                .hasMessage("namespace team-a: 403 no; ask");
    }

    @Test
    void aMistakeOfOursIsNotTakenForAFailureOfTheCluster() {
        assertThatThrownBy(() -> read(List.of("a", "b"), name -> {
                    throw new IllegalStateException("ours");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ours");
    }

    @Test
    void failuresOfManyNamespacesStayShort() {
        Map<String, ReadFailure> failures = new TreeMap<>();
        for (int i = 10; i < 40; i++) {
            failures.put("n" + i, new ReadFailure(0, i < 30 ? "no route" : "reason " + i, ""));
        }

        assertThat(NamespaceFailures.together(failures, 50).reason())
                .isEqualTo(
                        "30 of 50 namespaces failed: namespaces n10, n11, n12, n13, n14, n15, n16, n17, n18, n19 and 10"
                                + " more: no route; namespace n30: reason 30; namespace n31: reason 31; and namespaces n32, n33,"
                                + " n34, n35, n36, n37, n38, n39");
    }
}
