// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.github.metricsserverprom.testing.BadInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link PodTarget} says, for the fuzzer's seeds and for lists and events that are broken in any way. */
class PodBadInputTest {

    private final PodTarget target = new PodTarget();

    static List<byte[]> pageSeeds() {
        return BadInput.seeds("podfacts/PodListFuzzInputs/podList");
    }

    static List<byte[]> eventSeeds() {
        return BadInput.seeds("podfacts/PodEventFuzzInputs/podEvent");
    }

    @ParameterizedTest
    @MethodSource("pageSeeds")
    void everySeedOfPages(byte[] document) {
        target.page(document);
    }

    @ParameterizedTest
    @MethodSource("eventSeeds")
    void everySeedOfEvents(byte[] line) {
        target.event(line);
    }

    @Property(tries = 2000)
    void anyMutationOfPages(@ForAll("pages") byte[] document) {
        target.page(document);
    }

    @Property(tries = 2000)
    void anyMutationOfEvents(@ForAll("events") byte[] line) {
        target.event(line);
    }

    @Provide
    Arbitrary<byte[]> pages() {
        return BadInput.mutations(pageSeeds(), BadInput.JSON);
    }

    @Provide
    Arbitrary<byte[]> events() {
        return BadInput.mutations(eventSeeds(), BadInput.JSON);
    }
}
