// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    private static final String LARGEST = "9".repeat(300);
    private static final String SMALLEST = "0." + "0".repeat(299) + "1";

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0,                     0",
        "0n,                    0",
        "-0,                    0",
        "000,                   0",
        "0.000,                 0",
        "0Ki,                   0",
        "0e99999999999,         0",
        "7m,                    0.007",
        "139173580n,            0.13917358",
        "250u,                  0.00025",
        "2,                     2",
        "1000m,                 1",
        "1500m,                 1.5",
        "1n,                    0.000000001",
        "1000000000n,           1",
        "007m,                  0.007",
        "125448Ki,              128458752",
        "125464Ki,              128475136",
        "1Ki,                   1024",
        "1Mi,                   1048576",
        "1Gi,                   1073741824",
        "1Ti,                   1099511627776",
        "1Pi,                   1125899906842624",
        "1Ei,                   1152921504606846976",
        "8Ei,                   9223372036854775808",
        "9007199254740991Ki,    9223372036854774784",
        "9007199254740992Ki,    9223372036854775808",
        "1k,                    1000",
        "1M,                    1000000",
        "1G,                    1000000000",
        "1T,                    1000000000000",
        "1P,                    1000000000000000",
        "1E,                    1000000000000000000",
        "12E,                   12000000000000000000",
        "12E2,                  1200",
        "12e2,                  1200",
        "12E+2,                 1200",
        "12E-2,                 0.12",
        "1e0003,                1000",
        ".5,                    0.5",
        "5.,                    5",
        "5.Gi,                  5368709120",
        ".5Ki,                  512",
        "1.5Ki,                 1536",
        "0.1Ki,                 102.4",
        "+1.50,                 1.5",
        "-1.5m,                 -0.0015",
        "-12k,                  -12000",
        "+.5,                   0.5",
        "0.1n,                  0.0000000001",
        "1e-20,                 0.00000000000000000001",
        "999999999999999999,    999999999999999999",
        "999999999999999999n,   999999999.999999999",
        "1000000000000000000,   1000000000000000000",
        "9223372036854775807,   9223372036854775807",
        "-9223372036854775808,  -9223372036854775808",
        "9223372036854775808,   9223372036854775808",
        "9223372036854775808n,  9223372036.854775808",
        "123456789012345678901234567890.12345, 123456789012345678901234567890.12345",
    })
    void parsesAndPrintsTheShortestExactDecimal(String text, String printed) {
        Quantity quantity = Quantity.parse(text);

        assertThat(quantity).hasToString(printed);
        assertThat(quantity).isEqualTo(Quantity.parse(printed)).hasSameHashCodeAs(Quantity.parse(printed));
        assertThat(quantity.toBigDecimal()).isEqualByComparingTo(printed);
        assertThat(Quantity.parse(("[" + text + "]").toCharArray(), 1, text.length() + 1))
                .isEqualTo(quantity);
        byte[] buffer = new byte[3 + quantity.maxLength()];
        int end = quantity.appendTo(buffer, 3);
        assertThat(new String(buffer, 3, end - 3, StandardCharsets.US_ASCII)).isEqualTo(printed);
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "``|empty, expected a number such as",
                "k|no digits",
                "-|no digits",
                "+|no digits",
                ".|no digits",
                "-.|no digits",
                ".k|no digits",
                "Ki|no digits",
                "e3|no digits",
                "+-1|no digits",
                "--1|no digits",
                "abc|no digits",
                "NaN|no digits",
                "Inf|no digits",
                " 1|no digits",
                "<none>|no digits",
                "\u0661|no digits",
                "1 |unknown suffix \" \"",
                "1 Ki|unknown suffix \" Ki\"",
                "1K|unknown suffix \"K\"",
                "1ki|unknown suffix \"ki\"",
                "1mi|unknown suffix \"mi\"",
                "1ni|unknown suffix \"ni\"",
                "1i|unknown suffix \"i\"",
                "1g|unknown suffix \"g\"",
                "1KiB|unknown suffix \"KiB\"",
                "1KB|unknown suffix \"KB\"",
                "1Kib|unknown suffix \"Kib\"",
                "1mm|unknown suffix \"mm\"",
                "1Ke3|unknown suffix \"Ke3\"",
                "1Z|unknown suffix \"Z\"",
                "1,5|unknown suffix \",5\"",
                "1_000|unknown suffix \"_000\"",
                "1..2|unknown suffix \".2\"",
                "1.2.3|unknown suffix \".3\"",
                "0x10|unknown suffix \"x10\"",
                "1-|unknown suffix \"-\"",
                "1\u0661|unknown suffix \"\\u0661\"",
                "1\u00B5|unknown suffix \"\\u00b5\"",
                "12345678901234567890x|unknown suffix \"x\"",
                "1e|bad exponent \"e\"",
                "1e+|bad exponent \"e+\"",
                "1e1.5|bad exponent \"e1.5\"",
                "1e 3|bad exponent \"e 3\"",
                "1e3k|bad exponent \"e3k\"",
                "1Ee3|bad exponent \"Ee3\"",
                "1Ei3|bad exponent \"Ei3\"",
                "1e300|too large, expected less than 1e300",
                "-1e300|too large",
                "1e2147483648|too large",
                "1e99999999999999999999|too large",
                "1e-301|more than 300 digits behind the decimal point",
                "1e-99999999999999999999|more than 300 digits",
            })
    void refusesWhatIsNotAQuantity(String text, String reason) {
        String message = "not a Kubernetes quantity: ";
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(QuantityFormatException.class)
                .hasMessageStartingWith(message)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> Quantity.parse(("1" + text + "m").toCharArray(), 1, text.length() + 1))
                .isInstanceOf(QuantityFormatException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void messagesShortenTheTextAndEscapeWhatCannotBeShown() {
        assertThatThrownBy(() -> Quantity.parse("1\n\"\\\u0000\u00e9" + "x".repeat(50)))
                .hasMessageContaining("\"1\\u000a\\\"\\\\\\u0000\\u00e9" + "x".repeat(34) + "\"... (56 characters)")
                .message()
                .hasSizeLessThan(300)
                .doesNotContain("\n");
    }

    @Test
    void refusalsCarryNoStackTrace() {
        assertThatThrownBy(() -> Quantity.parse("x"))
                .extracting(Throwable::getStackTrace)
                .isEqualTo(new Object[0]);
    }

    @Test
    void acceptsTextsUpToTheBoundsAndNoLonger() {
        assertThat(Quantity.parse(LARGEST)).hasToString(LARGEST);
        assertThat(Quantity.parse("-" + LARGEST)).hasToString("-" + LARGEST);
        assertThat(Quantity.parse("1e-300")).hasToString(SMALLEST);
        assertThat(Quantity.parse(SMALLEST)).isEqualTo(Quantity.parse("1e-300"));
        assertThat(Quantity.parse("0".repeat(Quantity.MAX_TEXT_LENGTH))).isEqualTo(Quantity.ZERO);
        assertThatThrownBy(() -> Quantity.parse("0".repeat(Quantity.MAX_TEXT_LENGTH + 1)))
                .isInstanceOf(QuantityFormatException.class)
                .hasMessageContaining("longer than 640 characters");
    }

    @Test
    void rangesOutsideOfTheArrayAreRefused() {
        assertThatThrownBy(() -> Quantity.parse(new char[2], 1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Quantity.parse(new char[2], 1, 1)).isInstanceOf(QuantityFormatException.class);
    }

    @ParameterizedTest(name = "{0} cores")
    @CsvSource({
        "7m, 420",
        "139173580n, 8350.4148",
        "250u, 15",
        "2, 120000",
        "0, 0",
        "-1m, -60",
        "9223372036854775807n, 553402322211286.54842",
        "9223372036854775807, 553402322211286548420000",
        "1e20, 6000000000000000000000000",
    })
    void timesIsExact(String cores, String product) {
        assertThat(Quantity.parse(cores).times(60000)).hasToString(product);
        assertThat(Quantity.parse(cores).times(6, -4)).hasToString(product);
        assertThat(Quantity.parse(cores).times(600000000, 4)).hasToString(product);
    }

    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource({
        "1, 2, 3",
        "7m, 3m, 0.01",
        "500m, 500m, 1",
        "1, 1n, 1.000000001",
        "1, -1, 0",
        "0, 5, 5",
        "9223372036854775807, 1, 9223372036854775808",
        "-9223372036854775808, -1, -9223372036854775809",
        "9223372036854775808, -1, 9223372036854775807",
        "1e30, 1e-30, 1000000000000000000000000000000.000000000000000000000000000001",
    })
    void plusIsExact(String left, String right, String sum) {
        assertThat(Quantity.parse(left).plus(Quantity.parse(right)))
                .isEqualTo(Quantity.parse(sum))
                .hasToString(sum);
        assertThat(Quantity.parse(right).plus(Quantity.parse(left))).hasToString(sum);
    }

    @Test
    void productsOutsideOfTheParserBoundsStillPrint() {
        Quantity square = Quantity.parse(SMALLEST).times(1, 300);

        assertThat(square.isCompact()).isFalse();
        assertThat(square).hasToString("0." + "0".repeat(599) + "1");
        assertThat(square.appendTo(new byte[square.maxLength()], 0)).isEqualTo(602);
    }

    @Test
    void ordersByValue() {
        List<Quantity> ordered =
                List.of("-1e30", "-2", "-1.5", "-1", "-1n", "0", "1n", "1u", "999m", "1", "1Ki", "1e30").stream()
                        .map(Quantity::parse)
                        .toList();

        assertThat(ordered).isSortedAccordingTo(Quantity::compareTo).doesNotHaveDuplicates();
        assertThat(Quantity.parse("1")).isEqualByComparingTo(Quantity.parse("1000m"));
    }

    @Test
    void isANumber() {
        Quantity quantity = Quantity.parse("-1500m");

        assertThat(quantity.intValue()).isEqualTo(-1);
        assertThat(quantity.longValue()).isEqualTo(-1);
        assertThat(quantity.doubleValue()).isEqualTo(-1.5);
        assertThat(quantity.floatValue()).isEqualTo(-1.5f);
        assertThat(Quantity.parse("1Ei").longValue()).isEqualTo(1L << 60);
        assertThat(Quantity.parse("1Ei").intValue()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Quantity.parse("8Ei").longValue()).isEqualTo(Long.MAX_VALUE);
        assertThat(Quantity.parse("-1e30").longValue()).isEqualTo(Long.MIN_VALUE);
        assertThat(Quantity.parse("-1e30").intValue()).isEqualTo(Integer.MIN_VALUE);
        assertThat(Quantity.parse("123456789n").doubleValue()).isEqualTo(0.123456789);
        assertThat(Quantity.parse("8Ei").doubleValue()).isEqualTo(0x1p63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7m", "-.5", "125448Ki", "12E", "1e-20"})
    void jacksonWritesItAsANumber(String text) throws Exception {
        Quantity quantity = Quantity.parse(text);
        String json = new ObjectMapper().writeValueAsString(List.of(quantity));

        assertThat(json).isEqualTo("[" + quantity + "]");
        assertThat(new ObjectMapper().readTree(json).get(0).isNumber()).isTrue();
    }

    @Test
    void showsItsDigitsWhileTheyFitIntoALong() {
        Quantity compact = Quantity.parse("1500m");
        Quantity large = Quantity.parse("8Ei");

        assertThat(compact.isCompact()).isTrue();
        assertThat(compact.unscaledValue()).isEqualTo(15);
        assertThat(compact.scale()).isEqualTo(1);
        assertThat(large.isCompact()).isFalse();
        assertThat(large.scale()).isZero();
        assertThat(large.toBigDecimal()).isEqualTo(new BigDecimal("9223372036854775808"));
        assertThatThrownBy(large::unscaledValue)
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("the digits of 9223372036854775808 do not fit into a long");
    }

    @Test
    void isMadeOfIntegersAndScales() {
        assertThat(Quantity.of(0)).isSameAs(Quantity.ZERO);
        assertThat(Quantity.of(-5)).hasToString("-5");
        assertThat(Quantity.ofScaled(1500, 3)).isEqualTo(Quantity.parse("1.5"));
        assertThat(Quantity.ofScaled(15, -2)).isEqualTo(Quantity.of(1500));
        assertThat(Quantity.ofScaled(Long.MIN_VALUE, 0)).hasToString("-9223372036854775808");
        assertThat(Quantity.ofScaled(Long.MIN_VALUE, 2)).hasToString("-92233720368547758.08");
        assertThat(Quantity.ofScaled(Long.MAX_VALUE, -1)).hasToString("92233720368547758070");
        assertThat(Quantity.ofScaled(0, 300)).isSameAs(Quantity.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.ofScaled(1, 301))
                .withMessage("scale 301 is outside of -300..300");
        assertThatIllegalArgumentException().isThrownBy(() -> Quantity.of(1).times(1, -301));
    }

    @Test
    void zeroIsOneObject() {
        assertThat(Quantity.parse("0")).isSameAs(Quantity.ZERO);
        assertThat(Quantity.parse("0n")).isSameAs(Quantity.ZERO);
        assertThat(Quantity.parse("-0.0Ki")).isSameAs(Quantity.ZERO);
        assertThat(Quantity.parse("5m").plus(Quantity.parse("-5m"))).isSameAs(Quantity.ZERO);
    }
}
