// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.testing.BadInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link ScrapeRequestTarget} says, for the fuzzer's seeds and for texts made of them. */
class ScrapeRequestBadInputTest {

    private final ScrapeRequestTarget target = new ScrapeRequestTarget();

    static List<byte[]> seeds() {
        return BadInput.seeds("scrape/ScrapeRequestFuzzInputs/scrapeRequest");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySeed(byte[] input) {
        target.check(input);
    }

    @Property(tries = 3000)
    void anyMutationOfASeed(@ForAll("mutations") byte[] input) {
        target.check(input);
    }

    @Provide
    Arbitrary<byte[]> mutations() {
        return BadInput.mutations(seeds(), ".", "e", "-", "+", "d", "0x", "p1", " ", "0", "9", "main", "\n");
    }
}
