// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import io.github.metricsserverprom.testing.BadInput;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link SettingsTarget} says, for the fuzzer's seeds and for texts made of them. */
class SettingsBadInputTest {

    private final SettingsTarget target = new SettingsTarget();

    static List<byte[]> seeds() {
        return BadInput.seeds("config/SettingsFuzzInputs/settings");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySeed(byte[] input) {
        target.check(input);
    }

    @Property(tries = 2000)
    void anyMutationOfASeed(@ForAll("mutations") byte[] input) {
        target.check(input);
    }

    @Provide
    Arbitrary<byte[]> mutations() {
        return BadInput.mutations(
                seeds(),
                "\n",
                "\\\n",
                "\\",
                "=",
                ":",
                " ",
                "#",
                "!",
                "\\u00e4",
                "\\u00",
                "\\n",
                "\f",
                "\u2003",
                "\r",
                "exporter.",
                "exporter.pods=list\n",
                "exporter.namespaces=a,b\n",
                "exporter.label-selector=a in (b)\n",
                "exporter.collectors=pods\n");
    }
}
