// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTimeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T16:49:19Z",
                "1970-01-01T00:00:00Z",
                "2024-02-29T23:59:59Z",
                "0001-01-01T00:00:00Z",
                "2026-11-22T16:49:19.25Z",
                "2026-11-22T16:49:19+01:00"
            })
    void readsWhatTheStandardLibraryReads(String text) {
        assertThat(SampleTime.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T16:60:00Z",
                "2026-11-22T16:49:60Z",
                "2026-11-22 16:49:19Z",
                "yesterday",
                ""
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> SampleTime.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
