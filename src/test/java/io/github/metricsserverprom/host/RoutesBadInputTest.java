// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.testing.BadInput;
import io.github.metricsserverprom.testing.RouteEdit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * What {@link RoutesTarget} says, for route files with some changes. The same files are tried each time, so that the same
 * code gets the same verdict; to look for others is for the fuzz tests of the profile {@code fuzz}.
 */
class RoutesBadInputTest {

    private static RoutesTarget target;
    private static List<RoutesTarget.Seed> seeds;

    @BeforeContainer
    static void start() throws Exception {
        target = new RoutesTarget();
        seeds = target.seeds();
    }

    @AfterContainer
    static void stop() {
        target.close();
    }

    @Property(tries = 100, seed = "20261123", shrinking = ShrinkingMode.OFF)
    void anyMutationOfAFile(@ForAll("mutations") RoutesTarget.Seed file) {
        target.check(file.name(), file.content());
    }

    @Property(tries = 100, seed = "20261123", shrinking = ShrinkingMode.OFF)
    void anySlipInAnEditor(@ForAll("slips") RoutesTarget.Seed file) {
        target.check(file.name(), file.content());
    }

    @Provide
    Arbitrary<RoutesTarget.Seed> mutations() {
        return Arbitraries.of(seeds).flatMap(seed -> BadInput.mutations(List.of(seed.content()), BadInput.YAML)
                .map(content -> new RoutesTarget.Seed(seed.name(), content)));
    }

    @Provide
    Arbitrary<RoutesTarget.Seed> slips() {
        Arbitrary<RouteEdit> edit = Combinators.combine(
                        Arbitraries.of(RouteEdit.Kind.values()),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 100_000))
                .as(RouteEdit::new);
        return Combinators.combine(
                        Arbitraries.of(seeds), edit.list().ofMinSize(1).ofMaxSize(3))
                .as((seed, edits) -> {
                    String text = seed.text();
                    for (RouteEdit one : edits) {
                        text = one.of(text);
                    }
                    return new RoutesTarget.Seed(seed.name(), text.getBytes(StandardCharsets.UTF_8));
                });
    }
}
