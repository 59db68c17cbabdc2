// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads the whole quantity grammar, one text per instance: what {@link Quantity}'s short loop does not handle, and every
 * malformed text, for which it finds the reason.
 *
 * <pre>
 * quantity = [ "+" / "-" ] number [ suffix ]
 * number   = 1*DIGIT [ "." *DIGIT ] / "." 1*DIGIT
 * suffix   = "n" / "u" / "m" / "k" / "M" / "G" / "T" / "P" / "E"
 *          / "Ki" / "Mi" / "Gi" / "Ti" / "Pi" / "Ei"
 *          / ( "e" / "E" ) [ "+" / "-" ] 1*DIGIT
 * </pre>
 *
 * <p>Upstream's comment allows a decimal number as exponent, its code only an integer; so does this. Upstream's code
 * also lets a text without any digit ({@code "k"}, {@code "-"}) pass as zero, against its own grammar; this does not.
 */
final class QuantityParser {
    private static final String SUFFIXES = "n u m k M G T P E Ki Mi Gi Ti Pi Ei, or an exponent such as e3";
    private static final String NUMBER = "a number such as 250m, 128Ki, 1.5 or 1e3";

    private static final String DECIMAL_LETTERS = "numkMGTPE";
    private static final int[] DECIMAL_EXPONENTS = {-9, -6, -3, 3, 6, 9, 12, 15, 18};
    private static final String BINARY_LETTERS = "KMGTPE";

    /** Larger than any exponent that can bring a text of the greatest length into the permitted range. */
    private static final int EXPONENT_CAP = 10 * Quantity.MAX_TEXT_LENGTH;

    private final CharSequence text;
    private final int length;
    private int position;

    QuantityParser(CharSequence text) {
        this.text = text;
        this.length = text.length();
    }

    /**
     * The forms that metrics-server sends: digits and a suffix of up to two characters.
     *
     * @return null if the suffix is another one, or the value does not fit into a long
     */
    static Quantity usualForm(long digits, int suffixLength, char first, char second) {
        if (suffixLength == 0) {
            return Quantity.of(digits);
        }
        if (suffixLength == 1) {
            return switch (first) {
                case 'n' -> Quantity.compact(digits, 9);
                case 'u' -> Quantity.compact(digits, 6);
                case 'm' -> Quantity.compact(digits, 3);
                default -> null;
            };
        }
        int shift =
                switch (first) {
                    case 'K' -> 10;
                    case 'M' -> 20;
                    case 'G' -> 30;
                    default -> Long.SIZE;
                };
        return second == 'i' && shift < Long.SIZE && digits <= Long.MAX_VALUE >> shift
                ? Quantity.of(digits << shift)
                : null;
    }

    Quantity parse() {
        if (length > Quantity.MAX_TEXT_LENGTH) {
            throw malformed("longer than " + Quantity.MAX_TEXT_LENGTH + " characters");
        }
        if (length == 0) {
            throw malformed("empty, expected " + NUMBER);
        }
        BigDecimal number = number();
        BigDecimal value = position == length ? number : withSuffix(number);
        if (value.signum() == 0) {
            return Quantity.ZERO;
        }
        int integerDigits = value.precision() - value.scale();
        if (integerDigits > Quantity.MAX_DIGITS) {
            throw malformed("too large, expected less than 1e" + Quantity.MAX_DIGITS);
        }
        // Whatever is left of the decimal point, no more than this many digits may be right of it.
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() > Quantity.MAX_DIGITS) {
            throw malformed("more than " + Quantity.MAX_DIGITS + " digits behind the decimal point");
        }
        return Quantity.ofStripped(stripped);
    }

    private BigDecimal number() {
        boolean negative = text.charAt(0) == '-';
        if (negative || text.charAt(0) == '+') {
            position++;
        }
        StringBuilder digits = new StringBuilder(length);
        int integers = skipDigits(digits);
        int fractions = 0;
        if (position < length && text.charAt(position) == '.') {
            position++;
            fractions = skipDigits(digits);
        }
        if (integers + fractions == 0) {
            throw malformed("no digits where the number should begin, expected " + NUMBER);
        }
        BigInteger unscaled = new BigInteger(digits.toString());
        return new BigDecimal(negative ? unscaled.negate() : unscaled, fractions);
    }

    private int skipDigits(StringBuilder digits) {
        int start = position;
        while (position < length && isDigit(text.charAt(position))) {
            digits.append(text.charAt(position++));
        }
        return position - start;
    }

    private BigDecimal withSuffix(BigDecimal number) {
        char letter = text.charAt(position);
        int letters = length - position;
        if (letters == 1 && DECIMAL_LETTERS.indexOf(letter) >= 0) {
            return number.scaleByPowerOfTen(DECIMAL_EXPONENTS[DECIMAL_LETTERS.indexOf(letter)]);
        }
        if (letters == 2 && text.charAt(position + 1) == 'i' && BINARY_LETTERS.indexOf(letter) >= 0) {
            int bits = 10 * (BINARY_LETTERS.indexOf(letter) + 1);
            return number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(bits)));
        }
        if (letter == 'e' || letter == 'E') {
            return number.scaleByPowerOfTen(exponent());
        }
        throw malformed("unknown suffix "
                + QuantityFormatException.quoted(text.subSequence(position, length))
                + ", expected one of " + SUFFIXES);
    }

    private int exponent() {
        int start = position++;
        boolean negative = position < length && text.charAt(position) == '-';
        if (negative || (position < length && text.charAt(position) == '+')) {
            position++;
        }
        int exponent = 0;
        int first = position;
        while (position < length && isDigit(text.charAt(position))) {
            exponent = Math.min(EXPONENT_CAP, 10 * exponent + text.charAt(position++) - '0');
        }
        if (position < length || position == first) {
            throw malformed("bad exponent "
                    + QuantityFormatException.quoted(text.subSequence(start, length))
                    + ", expected e or E and an integer");
        }
        return negative ? -exponent : exponent;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private QuantityFormatException malformed(String reason) {
        return new QuantityFormatException(text, reason);
    }
}
