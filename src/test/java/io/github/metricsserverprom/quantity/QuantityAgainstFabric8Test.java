// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** fabric8's Quantity as oracle: the same number for every form of the grammar, and what it takes otherwise. */
class QuantityAgainstFabric8Test {
    /** No digits; a letter other than e or E before an exponent; an exponent beyond the bounds. */
    private static final Pattern KNOWN_DIFFERENCE =
            Pattern.compile("[+-]?\\.([^0-9].*)?|[+-]?[0-9.]+[inumkKMGTP][+-]?[0-9]+|.*[eE][+-]?[0-9]{3,}");

    @Property(tries = 5000)
    void readsTheSameNumber(@ForAll("quantities") String text) {
        assertThat(Quantity.parse(text).toBigDecimal()).isEqualByComparingTo(exact(text));
    }

    @Property
    void readsTheSameNumberFromAnyPlaceAndFromItsOwnText(@ForAll("quantities") String text) {
        Quantity quantity = Quantity.parse(text);

        assertThat(Quantity.parse(quantity.toString())).isEqualTo(quantity);
        assertThat(Quantity.parse(text.toCharArray(), 0, text.length())).isEqualTo(quantity);
    }

    @Property
    void computesAsBigDecimalDoes(
            @ForAll("quantities") String left, @ForAll("quantities") String right, @ForAll long factor) {
        Quantity a = Quantity.parse(left);
        Quantity b = Quantity.parse(right);

        assertThat(a.plus(b).toBigDecimal())
                .isEqualByComparingTo(a.toBigDecimal().add(b.toBigDecimal()));
        assertThat(a.times(factor).toBigDecimal())
                .isEqualByComparingTo(a.toBigDecimal().multiply(BigDecimal.valueOf(factor)));
        assertThat(a.compareTo(b)).isEqualTo(a.toBigDecimal().compareTo(b.toBigDecimal()));
        assertThat(a.equals(b)).isEqualTo(a.compareTo(b) == 0);
        assertThat(a.doubleValue()).isEqualTo(a.toBigDecimal().doubleValue());
    }

    @Property(tries = 5000)
    void neverFailsInAnotherWayThanWithItsOwnException(@ForAll("nearMisses") String text) {
        Throwable failure = catchThrowable(() -> Quantity.parse(text));

        if (failure != null) {
            assertThat(failure).isInstanceOf(QuantityFormatException.class);
            assertThat(failure.getMessage()).hasSizeLessThan(400);
            assertThat(KNOWN_DIFFERENCE.matcher(text).matches() || catchThrowable(() -> fabric8(text)) != null)
                    .as("fabric8 refuses %s too, or it is one of the differences below", text)
                    .isTrue();
        } else {
            assertThat(Quantity.parse(text).toBigDecimal()).isEqualByComparingTo(exact(text));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "., zero without a digit against the grammar",
        ".k, zero without a digit against the grammar",
        "1k3, any letter before digits taken for an exponent",
        "1i0, any letter before digits taken for an exponent",
        "1e400, beyond float64 and so beyond Prometheus",
        "1e-400, beyond float64 and so beyond Prometheus",
    })
    void fabric8AcceptsAndWeRefuse(String text, String reason) {
        assertThat(fabric8(text)).as(reason).isNotNull();
        assertThatThrownBy(() -> Quantity.parse(text)).isInstanceOf(QuantityFormatException.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"0e99999999999, zero whatever the exponent"})
    void weAcceptAndFabric8Refuses(String text, String reason) {
        assertThatThrownBy(() -> fabric8(text)).isInstanceOf(NumberFormatException.class);
        assertThat(Quantity.parse(text)).as(reason).isEqualTo(Quantity.ZERO);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1Ei, 1152921504606847000, 1152921504606846976", "-.5Ei, -576460752303423500, -576460752303423488"})
    void fabric8RoundsTheSuffixEiToSixteenDigits(String text, String theirs, String ours) {
        assertThat(fabric8(text)).isEqualByComparingTo(theirs);
        assertThat(Quantity.parse(text)).hasToString(ours);
    }

    private static BigDecimal fabric8(String text) {
        return io.fabric8.kubernetes.api.model.Quantity.parse(text).getNumericalAmount();
    }

    /** fabric8's number, without its rounding of Ei. */
    private static BigDecimal exact(String text) {
        boolean rounded = text.endsWith("Ei");
        BigDecimal number = fabric8(rounded ? text.replace("Ei", "Pi") : text);
        return rounded ? number.multiply(BigDecimal.valueOf(1024)) : number;
    }

    @Provide
    Arbitrary<String> quantities() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25);
        Arbitrary<String> number = Arbitraries.oneOf(
                digits,
                Combinators.combine(digits, digits).as((integer, fraction) -> integer + "." + fraction),
                digits.map(integer -> integer + "."),
                digits.map(fraction -> "." + fraction));
        Arbitrary<String> exponent = Combinators.combine(
                        Arbitraries.of("e", "E"),
                        Arbitraries.of("", "+", "-"),
                        Arbitraries.integers().between(0, 250))
                .as((letter, sign, power) -> letter + sign + power);
        Arbitrary<String> suffix = Arbitraries.oneOf(
                Arbitraries.of("", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"),
                exponent);
        return Combinators.combine(Arbitraries.of("", "+", "-"), number, suffix)
                .as((sign, amount, unit) -> sign + amount + unit);
    }

    @Provide
    Arbitrary<String> nearMisses() {
        return Arbitraries.strings().withChars("0123456789+-.eEinumkKMGTP ").ofMaxLength(8);
    }
}
