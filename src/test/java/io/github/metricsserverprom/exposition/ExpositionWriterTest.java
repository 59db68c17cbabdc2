// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import static io.github.metricsserverprom.exposition.ExpositionFormat.OPENMETRICS_1_0_0;
import static io.github.metricsserverprom.exposition.ExpositionFormat.TEXT_0_0_4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.testing.ExpositionPage;
import io.github.metricsserverprom.testing.ExpositionParser;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExpositionWriterTest {
    private static final MetricFamily MEMORY =
            new MetricFamily("test_memory_bytes", MetricType.GAUGE, "bytes", "Memory, in bytes.", List.of("node"));
    private static final MetricFamily BUILD = new MetricFamily(
            "test_build_info", MetricType.INFO, "", "A \\ \"quoted\"\nhelp, \u00fc.", List.of("version"));
    private static final MetricFamily VALUES =
            new MetricFamily("test_value", MetricType.GAUGE, "", "Values.", List.of("v"));

    @ParameterizedTest
    @CsvSource({"TEXT_0_0_4, page.prom", "OPENMETRICS_1_0_0, page.openmetrics"})
    void writesTheGoldenPage(ExpositionFormat format, String golden) throws IOException {
        String page = page(format, ExpositionWriterTest::writeNastyPage);

        try (InputStream expected = getClass().getResourceAsStream("/ExpositionWriterTest/" + golden)) {
            assertThat(page).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGoldenPageReadsBack(ExpositionFormat format) {
        ExpositionPage page = ExpositionParser.parse(format, page(format, ExpositionWriterTest::writeNastyPage));

        assertThat(page.samples("test_memory_bytes"))
                .extracting(ExpositionPage.Sample::labels)
                .containsExactly(
                        Map.of("node", "plain"),
                        Map.of("node", "back\\slash \"quoted\" two\nlines"),
                        Map.of("node", "\\n is not a line feed"),
                        Map.of("node", "Gr\u00fc\u00dfe \u4e16\u754c \ud83d\ude80 \ufffd"),
                        Map.of("node", "{a=\"b\"} 1\n# EOF\n"),
                        Map.of("node", ""));
        assertThat(page.families().get(1).help()).isEqualTo(BUILD.help());
        assertThat(page.value("test_build_info", "version", "1.0.0")).isEqualTo("1");
        assertThat(page.familyNames()).doesNotContain("test_empty");
    }

    private static void writeNastyPage(ExpositionWriter writer) {
        LabelNames node = LabelNames.of("node");
        writer.startFamily(MEMORY);
        writer.sample(node.values("plain"), Quantity.parse("125448Ki"));
        writer.sample(node.values("back\\slash \"quoted\" two\nlines"), Quantity.parse("7m"));
        writer.sample(node.values("\\n is not a line feed"), 0L);
        writer.sample(node.values("Gr\u00fc\u00dfe \u4e16\u754c \ud83d\ude80 \ud83d"), -9223372036854775808L);
        writer.sample(node.values("{a=\"b\"} 1\n# EOF\n"), Quantity.parse("8Ei"));
        writer.sample(node.values((String) null), 139173580, 9);
        writer.startFamily(BUILD);
        writer.sample(LabelNames.of("version").values("1.0.0"), 1L);
        writer.startFamily(new MetricFamily("test_empty", MetricType.GAUGE, "", "Has no samples.", List.of()));
        writer.startFamily(VALUES);
        writer.sample(LabelSet.EMPTY, 0.1 + 0.2);
        writer.sample(LabelNames.of("v").values("nan"), Double.NaN);
        writer.sample(LabelNames.of("v").values("+inf"), Double.POSITIVE_INFINITY);
        writer.sample(LabelNames.of("v").values("-inf"), Double.NEGATIVE_INFINITY);
    }

    @Test
    void aPageWithoutSamplesIsEmpty() {
        assertThat(page(TEXT_0_0_4, writer -> writer.startFamily(MEMORY))).isEmpty();
        assertThat(page(OPENMETRICS_1_0_0, writer -> writer.startFamily(MEMORY)))
                .isEqualTo("# EOF\n");
    }

    @ParameterizedTest(name = "{0} e-{1} is {2}")
    @CsvSource({
        "0, 0, 0",
        "0, 5, 0",
        "0, -5, 0",
        "1, 0, 1",
        "-1, 0, -1",
        "9, 1, 0.9",
        "10, 1, 1",
        "-15, 1, -1.5",
        "100, 0, 100",
        "100, 5, 0.001",
        "1234567890, 3, 1234567.89",
        "5, -3, 5000",
        "-5, 10, -0.0000000005",
        "9223372036854775807, 0, 9223372036854775807",
        "-9223372036854775808, 0, -9223372036854775808",
        "-9223372036854775808, 18, -9.223372036854775808",
        "-9223372036854775808, 19, -0.9223372036854775808",
        "-9223372036854775808, 20, -0.09223372036854775808",
        "1000000000000000000, 18, 1",
        "1763830153123, 3, 1763830153.123",
    })
    void decimalsAreShortAndExact(long unscaled, int scale, String printed) {
        assertThat(value(writer -> writer.sample(LabelSet.EMPTY, unscaled, scale)))
                .isEqualTo(printed);
        assertThat(value(writer -> writer.sample(LabelSet.EMPTY, Quantity.ofScaled(unscaled, scale))))
                .isEqualTo(printed);
        if (scale == 0) {
            assertThat(value(writer -> writer.sample(LabelSet.EMPTY, unscaled))).isEqualTo(printed);
        }
    }

    @Property
    void decimalsAreThoseOfBigDecimal(@ForAll long unscaled, @ForAll @IntRange(min = -40, max = 40) int scale) {
        BigDecimal exact = BigDecimal.valueOf(unscaled, scale).stripTrailingZeros();

        assertThat(value(writer -> writer.sample(LabelSet.EMPTY, unscaled, scale)))
                .isEqualTo(exact.toPlainString());
    }

    @Test
    void scalesOutsideOfTheBoundsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value(writer -> writer.sample(LabelSet.EMPTY, 1, 301)))
                .withMessage("scale 301 is outside of -300..300");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "0.1, 0.1",
        "-2.50, -2.5",
        "100, 100",
        "1e15, 1000000000000000",
        "1e20, 100000000000000000000",
        "1e21, 1e21",
        "1e23, 1e23",
        "-1.5e300, -1.5e300",
        "0.000001, 0.000001",
        "1.25e-7, 0.000000125",
        "2.5e-30, 2.5e-30",
        // Printed with a digit too many by Double.toString before JDK 19.
        "2e23, 2e23",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "0.123456789012345678, 0.12345678901234568",
    })
    void doublesAreTheShortestThatReadBack(double number, String printed) {
        assertThat(value(writer -> writer.sample(LabelSet.EMPTY, number))).isEqualTo(printed);
        assertThat(Double.parseDouble(printed)).isEqualTo(number);
    }

    @Property
    void everyDoubleReadsBack(@ForAll double number) {
        String printed = value(writer -> writer.sample(LabelSet.EMPTY, number));

        assertThat(Double.parseDouble(printed)).isEqualTo(number);
        assertThat(printed.length()).isLessThanOrEqualTo(24);
    }

    @Test
    void refusesAFamilyTwice() {
        assertThatIllegalStateException()
                .isThrownBy(() -> page(TEXT_0_0_4, writer -> {
                    writer.startFamily(MEMORY);
                    writer.startFamily(VALUES);
                    writer.startFamily(MEMORY);
                }))
                .withMessage("family test_memory_bytes is on the page already");
    }

    @Test
    void refusesAnInfoAndAGaugeThatAreOneFamilyInOpenMetrics() {
        assertThatIllegalStateException()
                .isThrownBy(() -> page(TEXT_0_0_4, writer -> {
                    writer.startFamily(new MetricFamily("test_build", MetricType.GAUGE, "", "Help.", List.of()));
                    writer.startFamily(BUILD);
                }))
                .withMessage("family test_build_info is on the page already");
    }

    @Test
    void partsStandOnThePageInTheOrderInWhichTheyAreTaken() {
        String whole = page(OPENMETRICS_1_0_0, writer -> {
            ExpositionWriter first = part(writer, MEMORY);
            ExpositionWriter second = part(writer, VALUES);
            writer.append(first);
            writer.append(second);
            writer.startFamily(BUILD);
            writer.sample(LabelSet.EMPTY, 1L);
        });

        assertThat(whole).isEqualTo(page(OPENMETRICS_1_0_0, writer -> {
            for (MetricFamily family : List.of(MEMORY, VALUES, BUILD)) {
                writer.startFamily(family);
                writer.sample(LabelSet.EMPTY, 1L);
            }
        }));
    }

    @Test
    void refusesAFamilyThatAPartHasAsWell() {
        assertThatIllegalStateException()
                .isThrownBy(() -> page(TEXT_0_0_4, writer -> {
                    writer.startFamily(MEMORY);
                    writer.append(part(writer, MEMORY));
                }))
                .withMessage("family test_memory_bytes is on the page already");
    }

    @Test
    void aPartThatWasTakenHasEndedAndIsNoFamilyOfThePage() {
        page(TEXT_0_0_4, writer -> {
            ExpositionWriter part = part(writer, MEMORY);
            writer.append(part);
            assertThatIllegalStateException().isThrownBy(() -> part.sample(LabelSet.EMPTY, 2L));
            assertThatIllegalStateException().isThrownBy(() -> writer.sample(LabelSet.EMPTY, 2L));
        });
    }

    private static ExpositionWriter part(ExpositionWriter writer, MetricFamily family) {
        ExpositionWriter part = writer.part();
        part.startFamily(family);
        part.sample(LabelSet.EMPTY, 1L);
        return part;
    }

    @Test
    void refusesSamplesOutsideOfAFamily() {
        ExpositionWriter writer = new ExpositionWriter(TEXT_0_0_4, new PageBuffer());

        assertThatIllegalStateException()
                .isThrownBy(() -> writer.sample(LabelSet.EMPTY, 1L))
                .withMessage("a sample before the first family of the page");
    }

    @Test
    void refusesEverythingBehindTheEnd() {
        ExpositionWriter writer = new ExpositionWriter(TEXT_0_0_4, new PageBuffer());
        writer.startFamily(MEMORY);
        writer.sample(LabelSet.EMPTY, 1L);
        writer.end();

        assertThatIllegalStateException()
                .isThrownBy(() -> writer.sample(LabelSet.EMPTY, 1L))
                .withMessage("a sample after the end of the page, last family test_memory_bytes");
        assertThatIllegalStateException()
                .isThrownBy(() -> writer.startFamily(VALUES))
                .withMessage("family test_value after the end of the page");
        assertThatIllegalStateException().isThrownBy(writer::end).withMessage("the page has ended already");
    }

    private static String value(Consumer<ExpositionWriter> sample) {
        String page = page(TEXT_0_0_4, writer -> {
            writer.startFamily(VALUES);
            sample.accept(writer);
        });
        return ExpositionParser.parse(TEXT_0_0_4, page).value("test_value");
    }

    private static String page(ExpositionFormat format, Consumer<ExpositionWriter> content) {
        PageBuffer buffer = new PageBuffer();
        ExpositionWriter writer = new ExpositionWriter(format, buffer);
        content.accept(writer);
        writer.end();
        return StandardCharsets.UTF_8.decode(buffer.toByteBuffer()).toString();
    }
}
