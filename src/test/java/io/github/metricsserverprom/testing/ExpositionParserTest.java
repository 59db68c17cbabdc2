// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import static io.github.metricsserverprom.exposition.ExpositionFormat.OPENMETRICS_1_0_0;
import static io.github.metricsserverprom.exposition.ExpositionFormat.TEXT_0_0_4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of other tests refuses what it says it refuses. */
class ExpositionParserTest {

    @Test
    void readsFamiliesLabelsAndValues() {
        ExpositionPage page = ExpositionParser.parse(
                TEXT_0_0_4,
                """
                # HELP a_bytes One\\\\two\\nthree "quoted".
                # TYPE a_bytes gauge
                a_bytes{x="1,\\"}{\\\\\\n",y=""} 12.5
                a_bytes -Inf
                # TYPE b_info gauge
                b_info{v="ü"} 1
                """);

        assertThat(page.familyNames()).containsExactly("a_bytes", "b_info");
        assertThat(page.family("a_bytes").help()).isEqualTo("One\\two\nthree \"quoted\".");
        assertThat(page.samples("a_bytes").get(0).labels())
                .containsExactly(Map.entry("x", "1,\"}{\\\n"), Map.entry("y", ""));
        assertThat(page.samples("a_bytes").get(1).value()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(page.value("b_info", "v", "ü")).isEqualTo("1");
    }

    @Test
    void readsOpenMetrics() {
        ExpositionPage page = ExpositionParser.parse(
                OPENMETRICS_1_0_0,
                """
                # TYPE a_bytes gauge
                # UNIT a_bytes bytes
                # HELP a_bytes With \\"quotes\\".
                a_bytes 1
                # TYPE b info
                b_info{v="1"} 1
                # TYPE c counter
                c_total 3
                # EOF
                """);

        assertThat(page.family("a_bytes").unit()).isEqualTo("bytes");
        assertThat(page.family("a_bytes").help()).isEqualTo("With \"quotes\".");
        assertThat(page.family("b").type()).isEqualTo("info");
        assertThat(page.value("c_total")).isEqualTo("3");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            '# TYPE a gauge~a 1' | does not end with a line feed
            '# TYPE a gauge~a 1~~' | no metric name
            '# TYPE a gauge~' | has no samples
            'a 1~' | without a TYPE
            '# HELP a x~a 1~' | without a TYPE
            '# comment~' | neither HELP nor TYPE
            '# TYPE a gauge~# TYPE a gauge~a 1~' | second TYPE
            '# HELP a x~# HELP a x~# TYPE a gauge~a 1~' | second HELP
            '# TYPE a gauge~a 1~# HELP a x~' | behind the samples
            '# TYPE a gauge~a 1~# TYPE b gauge~b 1~# TYPE a gauge~a 2~' | on the page before
            '# TYPE a gauge~a 1~# TYPE b gauge~b 1~a{x="1"} 2~' | not of the family b
            '# TYPE a info~a 1~' | unknown type
            '# UNIT a_s s~# TYPE a_s gauge~a_s 1~' | outside of OpenMetrics
            '# TYPE a gauge~a{x="1"} 1~a{x="1"} 2~' | same label set twice
            '# TYPE a gauge~a{x="1",y="2"} 1~a{y="2",x="1"} 2~' | same label set twice
            '# TYPE a gauge~a{x="1",x="2"} 1~' | label x twice
            '# TYPE a gauge~a{} 1~' | no label name
            '# TYPE a gauge~a{x="1",} 1~' | no label name
            '# TYPE a gauge~a{0x="1"} 1~' | no label name
            '# TYPE a gauge~a{x=1} 1~' | 'no ''"'''
            '# TYPE a gauge~a{x="1} 1~' | without an end
            '# TYPE a gauge~a{x="\\t"} 1~' | bad escape
            '# TYPE a gauge~a{x="1"}1~' | 'no '' '''
            '# TYPE a gauge~a{x="1"}  1~' | bad value
            '# TYPE a gauge~a 1 1600000000000~' | bad value
            '# TYPE a gauge~a 1,5~' | bad value
            '# TYPE a gauge~a Infinity~' | bad value
            '# HELP a \\t~# TYPE a gauge~a 1~' | bad escape in HELP
            """)
    void refusesInText(String page, String reason) {
        assertThatThrownBy(() -> ExpositionParser.parse(TEXT_0_0_4, page.replace('~', '\n')))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            '# TYPE a gauge~a 1~' | does not end with # EOF
            '# TYPE a gauge~a 1~# EOF' | does not end with # EOF
            '# TYPE a gauge~a 1~# EOF~~' | does not end with # EOF
            '# TYPE a gauge~a 1# EOF~' | does not end with a line feed
            '# EOF~# TYPE a gauge~a 1~# EOF~' | neither HELP nor TYPE
            '# TYPE a gauge~# UNIT a s~a 1~# EOF~' | does not end with its unit
            '# TYPE a_info info~a_info 1~# EOF~' | not of the family
            '# TYPE a info~a_info 2~# EOF~' | not 1
            '# TYPE a gauge~# HELP a "x"~a 1~# EOF~' | not escaped
            """)
    void refusesInOpenMetrics(String page, String reason) {
        assertThatThrownBy(() -> ExpositionParser.parse(OPENMETRICS_1_0_0, page.replace('~', '\n')))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(reason);
    }
}
