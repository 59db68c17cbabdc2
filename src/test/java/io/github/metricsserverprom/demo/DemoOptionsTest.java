// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options are checked by name. */
class DemoOptionsTest {
    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(options -> options.nodes(0), "Option nodes is 0; expected a number from 1 to 10000"),
                wrong(options -> options.podsPerNode(241), "Option podsPerNode is 241"),
                wrong(options -> options.churnPerMinute(-1), "Option churnPerMinute is -1"),
                wrong(options -> options.port(65_536), "Option port is 65536"),
                wrong(options -> options.watchHistory(0), "Option watchHistory is 0"),
                wrong(options -> options.host(" "), "Option host is empty"),
                wrong(options -> options.resolution(Duration.ofMillis(1_500)), "Option resolution is PT1.5S"),
                wrong(options -> options.bookmarkInterval(Duration.ZERO), "Option bookmarkInterval is PT0S"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongOptionIsNamed(UnaryOperator<DemoOptions.Change> change, String message) {
        DemoOptions.Change options = change.apply(DemoOptions.change());

        assertThatThrownBy(options::done)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theDefaultsAreTheSmallCluster() {
        assertThat(DemoOptions.defaults().nodes() * DemoOptions.defaults().podsPerNode())
                .isEqualTo(39);
    }

    private static Arguments wrong(UnaryOperator<DemoOptions.Change> change, String message) {
        return Arguments.of(change, message);
    }
}
