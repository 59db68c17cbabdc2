// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words are those that Python's shlex.split gives. */
class ShellWordsTest {

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of("  a\tb \n c ", List.of("a", "b", "c")),
                Arguments.of("'a b' \"c d\"e", List.of("a b", "c de")),
                Arguments.of("'' \"\"", List.of("", "")),
                Arguments.of("a\\ b\\\\", List.of("a b\\")),
                Arguments.of("'a\\' \"b\\\"c\\\\d\\e\"", List.of("a\\", "b\"c\\d\\e")),
                Arguments.of("\"it's\" 'a \"b\"'", List.of("it's", "a \"b\"")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineIsTakenApart(String line, List<String> words) {
        assertThat(ShellWords.split(line)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a", "\"a", "\"a\\\"", "a\\"})
    void aQuotationThatDoesNotEndIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> ShellWords.split(line));
    }
}
