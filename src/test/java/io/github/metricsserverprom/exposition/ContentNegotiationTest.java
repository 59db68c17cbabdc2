// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import static io.github.metricsserverprom.exposition.ExpositionFormat.OPENMETRICS_1_0_0;
import static io.github.metricsserverprom.exposition.ExpositionFormat.TEXT_0_0_4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentNegotiationTest {

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                // Nothing asked for, everything accepted, browsers, curl.
                "*/*",
                " ",
                ",",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/*",
                "application/*;q=0.5,text/*;q=0.6",
                "application/*, text/*",
                // By name, by version, by preference.
                "text/plain",
                "text/plain;version=0.0.4",
                "TEXT/Plain; Version=0.0.4; charset=utf-8",
                "text/plain,application/openmetrics-text",
                "application/openmetrics-text,text/plain",
                "application/openmetrics-text;version=1.0.0;q=0.3,text/plain;q=0.5",
                "application/openmetrics-text;q=0.5,*/*",
                "application/openmetrics-text;version=1.0.0;q=0",
                "application/openmetrics-text;version=1.0.0;q=0.000,*/*;q=0",
                // A version of OpenMetrics that is not written.
                "application/openmetrics-text;version=0.0.1",
                "application/openmetrics-text;version=0.0.1,text/plain;version=0.0.4;q=0.5",
                "application/openmetrics-text;version=2.0.0,*/*;q=0.1",
                "application/openmetrics-text; version=\"1\"",
                // Neither of our formats: text all the same.
                "application/json",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
                "text/plain;q=0",
                "*/*;q=0",
                // Malformed elements do not count.
                "application/openmetrics-text;q=abc",
                "application/openmetrics-text;q=",
                "application/openmetrics-text;q",
                "application/openmetrics-text;q=1.5",
                "application/openmetrics-text;q=-1",
                "application/openmetrics-text;q=0.5000",
                "application/openmetrics-text;version",
                "application/openmetrics-text;version=\"1.0.0",
                "application/openmetrics-text version=1.0.0",
                "application/openmetrics-text/x",
                "application openmetrics-text",
                "/openmetrics-text",
                "application/",
                "openmetrics-text",
                "\"application/openmetrics-text\"",
                "x=\"y,application/openmetrics-text",
            })
    void textIsChosen(String accept) {
        assertThat(ContentNegotiation.format(accept)).isEqualTo(TEXT_0_0_4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                "Application/OpenMetrics-Text;VERSION=1.0.0",
                "application/openmetrics-text;version=\"1.0.0\"",
                "application/openmetrics-text;version=\"1.0\\.0\"",
                "application/openmetrics-text ; version=1.0.0 ; q=0.001",
                "application/openmetrics-text,*/*",
                "*/*,application/openmetrics-text",
                "application/openmetrics-text;q=0.9,text/plain;q=0.8",
                "application/openmetrics-text;q=0.5,text/plain;version=1.0.0",
                "text/plain;q=0,*/*",
                "text/*;q=0.2,*/*;q=0.3",
                "application/openmetrics-text;version=0.0.1,application/openmetrics-text;version=1.0.0;q=0.5",
                "application/openmetrics-text;q=0.1,application/openmetrics-text;version=1.0.0;q=0.6,text/plain;q=0.5",
                "image/png;q=x, application/openmetrics-text;;, text/plain;q=0.1",
                // As releases of Prometheus send it.
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "application/openmetrics-text;version=0.0.1;q=0.5,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,"
                        + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.2",
            })
    void openMetricsIsChosen(String accept) {
        assertThat(ContentNegotiation.format(accept)).isEqualTo(OPENMETRICS_1_0_0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            textBlock =
                    """
            absent                          | false
            ''                              | false
            gzip                            | true
            GZip                            | true
            x-gzip                          | true
            gzip;q=0                        | false
            gzip;q=0.0                      | false
            gzip;q=0.001                    | true
            gzip;q=x                        | false
            gzip, deflate, br, zstd         | true
            deflate, br                     | false
            identity                        | false
            identity, gzip                  | true
            identity;q=1, gzip;q=0.5        | false
            identity;q=0.5, gzip;q=1.0      | true
            gzip;q=0.5, identity;q=0        | true
            *                               | true
            *;q=0                           | false
            *;q=0.5, identity               | false
            gzip;q=0, *                     | false
            gzip, *;q=0                     | true
            gzipped                         | false
            gzip deflate                    | false
            """)
    void gzipIsUsedWhereItIsAskedFor(String acceptEncoding, boolean gzip) {
        assertThat(ContentNegotiation.gzip(acceptEncoding)).isEqualTo(gzip);
    }

    @Test
    void headersOfMoreThanEightKibibytesAreNotRead() {
        String longest = "application/openmetrics-text" + ",".repeat(8192 - 28);

        assertThat(ContentNegotiation.format(longest)).isEqualTo(OPENMETRICS_1_0_0);
        assertThat(ContentNegotiation.format(longest + ",")).isEqualTo(TEXT_0_0_4);
        assertThat(ContentNegotiation.gzip("gzip" + ",".repeat(8189))).isFalse();
    }

    @Property
    void noHeaderMakesItFail(@ForAll("headers") String header) {
        assertThatCode(() -> ContentNegotiation.format(header)).doesNotThrowAnyException();
        assertThatCode(() -> ContentNegotiation.gzip(header)).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.of(
                        "*/*", "gzip", "text/plain", ";", "q=", "0.5", "\"", "\\", ",", "=", "/", " ", "\t", "\u00e9")
                .list()
                .ofMaxSize(15)
                .map(parts -> String.join("", parts));
    }
}
