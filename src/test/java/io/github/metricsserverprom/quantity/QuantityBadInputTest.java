// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import io.github.metricsserverprom.testing.BadInput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link QuantityTarget} says, for the fuzzer's seeds and some thousand texts that are nearly quantities. */
class QuantityBadInputTest {

    static List<byte[]> seeds() {
        return BadInput.seeds("quantity/QuantityFuzzInputs/quantity");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySeed(byte[] input) {
        QuantityTarget.check(input);
    }

    @Property(tries = 5000)
    void anyMutationOfASeed(@ForAll("mutations") byte[] input) {
        QuantityTarget.check(input);
    }

    @Property(tries = 5000)
    void anyTextOfTheAlphabet(@ForAll("texts") String text) {
        QuantityTarget.check(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<byte[]> mutations() {
        return BadInput.mutations(
                seeds(), "n", "u", "m", "k", "Ki", "Ei", "E", "e", "E-", "e+", ".", "-", "0", "9", "00");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("0123456789+-.eEinumkKMGTP \u0661")
                .ofMaxLength(24);
    }
}
