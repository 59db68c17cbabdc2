// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricFamilyTest {

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ``        | GAUGE | ``    | metric name "" is not valid
            0a        | GAUGE | ``    | metric name "0a" is not valid, expected letters, digits, _ and :, not a digit first
            a-b       | GAUGE | ``    | metric name "a-b" is not valid
            a.b       | GAUGE | ``    | metric name "a.b" is not valid
            gr\u00fcn | GAUGE | ``    | is not valid
            a         | INFO  | ``    | metric a is of type info, so its name must end with _info
            _info     | INFO  | ``    | must end with _info
            a_info    | INFO  | bytes | metric a_info is of type info and cannot have the unit bytes
            a         | GAUGE | bytes | metric a must end with its unit, _bytes
            abytes    | GAUGE | bytes | metric abytes must end with its unit, _bytes
            """)
    void refusesWhatTheDataModelForbids(String name, MetricType type, String unit, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricFamily(name, type, unit, "Help.", List.of()))
                .withMessageContaining(message);
    }

    @Test
    void refusesBadLabels() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricFamily("a", MetricType.GAUGE, "", "Help.", List.of("x", "x")))
                .withMessage("metric a has the label x twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricFamily("a", MetricType.GAUGE, "", "Help.", List.of("x-y")))
                .withMessageContaining("label name \"x-y\" is not valid");
    }

    @Test
    void keepsItsLabelsWhateverBecomesOfTheList() {
        List<String> labels = Arrays.asList("x", "y");
        MetricFamily family = new MetricFamily("ns:a_bytes", MetricType.GAUGE, "bytes", "Help.", labels);
        labels.set(0, "z");

        assertThat(family.labelNames()).containsExactly("x", "y");
        assertThat(family.withLabelNames(List.of("q")).labelNames()).containsExactly("q");
        assertThat(family.withLabelNames(List.of("q")).name()).isEqualTo("ns:a_bytes");
    }
}
