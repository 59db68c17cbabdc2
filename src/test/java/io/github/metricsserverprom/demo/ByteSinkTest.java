// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writers of bytes agree with the JDK's. */
class ByteSinkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1999-12-31T23:59:59Z",
                "2000-02-29T12:00:01Z",
                "2024-02-29T00:00:00Z",
                "2026-03-01T09:08:07Z",
                "2026-11-22T16:46:38Z",
                "2100-02-28T23:59:59Z",
                "2100-03-01T00:00:00Z",
                "9999-12-31T23:59:59Z"
            })
    void timesAreThoseOfTheCalendar(String time) {
        assertThat(new ByteSink(1).time(Instant.parse(time).getEpochSecond())).hasToString(time);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 1_234_567_890, Long.MAX_VALUE})
    void numbersAreDecimal(long number) {
        assertThat(new ByteSink(1).number(number)).hasToString(Long.toString(number));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE})
    void uuidsAreOfVersion4(long roll) {
        UUID uuid = UUID.fromString(new ByteSink(1).uuid(roll).toString());

        assertThat(uuid.version()).isEqualTo(4);
        assertThat(uuid.variant()).isEqualTo(2);
    }
}
