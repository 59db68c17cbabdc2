// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "20s, PT20S",
        "0s, PT0S",
        "17.542s, PT17.542S",
        "1m0.5s, PT1M0.5S",
        "1h2m3s, PT1H2M3S",
        "100ms, PT0.1S",
        "1.5us, PT0.0000015S",
        "1.5µs, PT0.0000015S",
        "3ns, PT0.000000003S",
        ".5s, PT0.5S",
        "1.s, PT1S",
        "123456789.123456789s, PT123456789.123456789S",
        "1234567890.5s, PT1234567890.5S",
        "0.1234567891s, PT0.123456789S",
        "000000000000015s, PT15S",
        "2562047h, PT2562047H"
    })
    void readsWhatGoPrints(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "s", "-1s", "+1s", "20 s", "20S", "1d", "1s2", ".s", "1..s", "9999999999h", "١s"})
    void refusesWhatGoDoesNot(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text))
                .isInstanceOf(DateTimeException.class)
                .hasMessage("'" + text + "' is not a duration such as 20s or 1m0.5s");
    }

    @Test
    void aLongTextIsNotRepeatedAsAWhole() {
        assertThatThrownBy(() -> GoDuration.parse("1s".repeat(10_000)))
                .isInstanceOf(DateTimeException.class)
                .message()
                .hasSizeLessThan(120);
    }
}
