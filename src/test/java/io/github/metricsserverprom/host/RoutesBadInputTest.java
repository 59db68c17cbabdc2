// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.testing.BadInput;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What {@link RoutesTarget} says, for shipped route files with some changes. */
class RoutesBadInputTest {

    private static RoutesTarget target;

    @BeforeContainer
    static void start() throws Exception {
        target = new RoutesTarget();
    }

    @AfterContainer
    static void stop() {
        target.close();
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void anyMutationOfAShippedFile(@ForAll("files") Tuple2<String, byte[]> file) {
        target.check(file.get1(), file.get2());
    }

    @Provide
    Arbitrary<Tuple2<String, byte[]>> files() {
        return Arbitraries.of(target.names())
                .flatMap(name -> BadInput.mutations(List.of(target.shipped(name)), BadInput.YAML)
                        .map(content -> Tuple.of(name, content)));
    }
}
