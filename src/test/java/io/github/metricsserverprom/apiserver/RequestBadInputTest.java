// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import io.github.metricsserverprom.testing.BadInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link RequestTarget} says, for the fuzzer's seeds and for texts made of them. */
class RequestBadInputTest {

    static List<byte[]> seeds() {
        return BadInput.seeds("apiserver/RequestFuzzInputs/request");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySeed(byte[] input) {
        RequestTarget.check(input);
    }

    @Property(tries = 5000)
    void anyMutationOfASeed(@ForAll("mutations") byte[] input) {
        RequestTarget.check(input);
    }

    @Provide
    Arbitrary<byte[]> mutations() {
        return BadInput.mutations(seeds(), "\n", "/", "?", "#", "%", "&", "+", " ", "\u00e4", "\ud83d\ude00");
    }
}
