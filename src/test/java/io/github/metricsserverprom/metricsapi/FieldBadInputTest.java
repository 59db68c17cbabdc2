// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.testing.BadInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link FieldTarget} says, for the fuzzer's seeds and for texts made of them. */
class FieldBadInputTest {

    static List<byte[]> seeds() {
        return BadInput.seeds("metricsapi/FieldFuzzInputs/field");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySeed(byte[] input) {
        FieldTarget.check(input);
    }

    @Property(tries = 5000)
    void anyMutationOfASeed(@ForAll("mutations") byte[] input) {
        FieldTarget.check(input);
    }

    @Provide
    Arbitrary<byte[]> mutations() {
        return BadInput.mutations(
                seeds(), "T", "Z", ":", "-", ".", "0", "9", "24", "h", "m", "s", "ns", "\u00b5s", ",", "*", " ",
                "+01:00");
    }
}
