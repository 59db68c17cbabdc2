// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import io.github.metricsserverprom.testing.BadInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link NegotiationTarget} says, for the fuzzer's seeds and for texts made of them. */
class NegotiationBadInputTest {

    static List<byte[]> seeds() {
        return BadInput.seeds("exposition/NegotiationFuzzInputs/negotiation");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySeed(byte[] input) {
        NegotiationTarget.check(input);
    }

    @Property(tries = 5000)
    void anyMutationOfASeed(@ForAll("mutations") byte[] input) {
        NegotiationTarget.check(input);
    }

    @Provide
    Arbitrary<byte[]> mutations() {
        return BadInput.mutations(
                seeds(),
                ",",
                ";",
                "q=0",
                "q=0.5",
                ";q=1.000",
                "=",
                " ",
                "\t",
                "*/*",
                "gzip",
                "identity",
                "text/plain",
                "version=0.0.4",
                "/",
                "*");
    }
}
