// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastKnownFactsTest {

    private static final PodKey WEB = new PodKey("shop", "web-1");
    private static final PodFacts OLD = on("node-a");
    private static final PodFacts NEW = on("node-b");

    private final AtomicLong seconds = new AtomicLong();
    private final LastKnownFacts memory =
            new LastKnownFacts(Duration.ofMinutes(5), () -> seconds.get() * 1_000_000_000L);

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(memory.of(WEB)).isNull();
    }

    @Test
    void factsStayForTheTimeGiven() {
        memory.seen(list(WEB, OLD));
        seconds.set(300);
        assertThat(memory.of(WEB)).isEqualTo(OLD);
        seconds.set(301);
        assertThat(memory.of(WEB)).isNull();
    }

    @Test
    void theLatestFactsCount() {
        memory.seen(list(WEB, OLD));
        memory.seen(list(WEB, NEW));
        assertThat(memory.of(WEB)).isEqualTo(NEW);
    }

    @Test
    void aPodThatWentIsRememberedFromWhenItWasSeen() {
        memory.seen(list(WEB, OLD));
        seconds.set(200);
        memory.seen(none());
        assertThat(memory.of(WEB)).isEqualTo(OLD);
        seconds.set(300);
        assertThat(memory.of(WEB)).isEqualTo(OLD);
        seconds.set(301);
        assertThat(memory.of(WEB)).isNull();
    }

    @Test
    void aPodThatCameBackIsNotTheOneThatWent() {
        memory.seen(list(WEB, OLD));
        memory.seen(none());
        memory.seen(list(WEB, NEW));
        assertThat(memory.of(WEB)).isEqualTo(NEW);
        memory.seen(none());
        assertThat(memory.of(WEB)).isEqualTo(NEW);
    }

    @Test
    void theSameListSeenAgainIsAsFresh() {
        PodFactsList list = list(WEB, OLD);
        memory.seen(list);
        seconds.set(299);
        memory.seen(list);
        seconds.set(599);
        assertThat(memory.of(WEB)).isEqualTo(OLD);
    }

    private static PodFactsList list(PodKey key, PodFacts facts) {
        return new PodFactsList(Map.of(key, facts));
    }

    private static PodFactsList none() {
        return new PodFactsList(Map.of());
    }

    private static PodFacts on(String node) {
        return new PodFacts("", node, "", "", "", "", "", "", List.of());
    }
}
