// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * An exact decimal number in the grammar of Kubernetes' resource quantities: an optional sign, digits with an optional
 * decimal point ({@code .5} and {@code 5.} too), and one of
 *
 * <ul>
 *   <li>a decimal suffix: {@code n u m}, none, {@code k M G T P E}
 *   <li>a binary suffix: {@code Ki Mi Gi Ti Pi Ei}
 *   <li>a decimal exponent: {@code e} or {@code E} and an integer ({@code 12E} is 12 exa, {@code 12E2} is 1200)
 * </ul>
 *
 * <p>The grammar is that of {@code k8s.io/apimachinery}, {@code pkg/api/resource/quantity.go}. Unlike upstream, which
 * rounds to nano and caps binary suffixes at 2^63-1, a value is kept as written. Values of 1e{@value #MAX_DIGITS} and
 * more, values with more than {@value #MAX_DIGITS} digits behind the decimal point and texts of more than
 * {@value #MAX_TEXT_LENGTH} characters are refused: they keep well inside of what a float64, and so Prometheus, can hold,
 * even after sums and changes of unit, and no short text can ask for a long computation.
 *
 * <p>A quantity has one form per value: {@code unscaled x 10^-scale} with the least scale that is not negative. While the
 * unscaled value fits into a {@code long} it is held as such ({@link #isCompact()}), otherwise as {@link BigDecimal}.
 *
 * <p>It is a {@link Number}, so that JSON writers and Camel's expression languages take it for one; its
 * {@link #toString()} is a valid JSON number. Immutable.
 */
public final class Quantity extends Number implements Comparable<Quantity> {
    /** The most digits before the decimal point, and the most behind it, that are accepted. */
    public static final int MAX_DIGITS = 300;

    /** The longest text that is accepted, in characters. */
    public static final int MAX_TEXT_LENGTH = 640;

    /** The number zero. */
    public static final Quantity ZERO = new Quantity(0, 0, null);

    /** So many decimal digits always fit into a {@code long}. */
    private static final int LONG_DIGITS = 18;

    private final long unscaled;
    private final int scale;

    /** The value if it does not fit into {@link #unscaled}, else null. */
    private final BigDecimal large;

    private Quantity(long unscaled, int scale, BigDecimal large) {
        this.unscaled = unscaled;
        this.scale = scale;
        this.large = large;
    }

    /**
     * Reads a quantity.
     *
     * @throws QuantityFormatException if the text is not a quantity or outside of the documented bounds
     */
    public static Quantity parse(String text) {
        int length = text.length();
        long digits = 0;
        int i = 0;
        while (i < length && i <= LONG_DIGITS) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            digits = digits * 10 + digit;
            i++;
        }
        Quantity quantity = null;
        if (i > 0 && i <= LONG_DIGITS && length - i <= 2) {
            char first = i < length ? text.charAt(i) : 0;
            quantity = QuantityParser.usualForm(digits, length - i, first, i + 1 < length ? text.charAt(i + 1) : 0);
        }
        return quantity != null ? quantity : new QuantityParser(text).parse();
    }

    /**
     * Reads a quantity out of a character array, as JSON parsers hold it, without making a String of it.
     *
     * @param from index of the first character
     * @param to index behind the last character
     * @throws QuantityFormatException as {@link #parse(String)}
     * @throws IndexOutOfBoundsException if the range is not inside of the array
     */
    public static Quantity parse(char[] text, int from, int to) {
        Objects.checkFromToIndex(from, to, text.length);
        long digits = 0;
        int i = from;
        int limit = Math.min(to, from + LONG_DIGITS + 1);
        while (i < limit) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            digits = digits * 10 + digit;
            i++;
        }
        Quantity quantity = null;
        if (i > from && i <= from + LONG_DIGITS && to - i <= 2) {
            quantity = QuantityParser.usualForm(digits, to - i, i < to ? text[i] : 0, i + 1 < to ? text[i + 1] : 0);
        }
        return quantity != null ? quantity : new QuantityParser(new String(text, from, to - from)).parse();
    }

    /** An integer. */
    public static Quantity of(long value) {
        return value == 0 ? ZERO : new Quantity(value, 0, null);
    }

    /**
     * The number {@code unscaled x 10^-scale}.
     *
     * @throws IllegalArgumentException if the scale is outside of ±{@link #MAX_DIGITS}
     */
    public static Quantity ofScaled(long unscaled, int scale) {
        if (scale > MAX_DIGITS || scale < -MAX_DIGITS) {
            throw new IllegalArgumentException("scale " + scale + " is outside of -" + MAX_DIGITS + ".." + MAX_DIGITS);
        }
        if (scale < 0) {
            return ofDecimal(BigDecimal.valueOf(unscaled, scale));
        }
        return compact(unscaled, scale);
    }

    /** What stands in a value without its trailing zeros, which may have a negative scale. */
    static Quantity ofStripped(BigDecimal stripped) {
        BigDecimal value = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        if (value.scale() <= MAX_DIGITS && value.unscaledValue().bitLength() < Long.SIZE) {
            return new Quantity(value.unscaledValue().longValue(), value.scale(), null);
        }
        return new Quantity(0, value.scale(), value);
    }

    private static Quantity ofDecimal(BigDecimal value) {
        return value.signum() == 0 ? ZERO : ofStripped(value.stripTrailingZeros());
    }

    /** A number whose scale is not negative. */
    static Quantity compact(long unscaled, int scale) {
        if (unscaled == 0) {
            return ZERO;
        }
        long digits = unscaled;
        int places = scale;
        while (places > 0 && digits % 10 == 0) {
            digits /= 10;
            places--;
        }
        return new Quantity(digits, places, null);
    }

    /** Whether the unscaled value fits into a {@code long} (and the scale is not beyond {@link #MAX_DIGITS}). */
    public boolean isCompact() {
        return large == null;
    }

    /**
     * The digits of a compact quantity.
     *
     * @throws ArithmeticException if it is not {@linkplain #isCompact() compact}
     */
    public long unscaledValue() {
        if (large != null) {
            throw new ArithmeticException("the digits of " + this + " do not fit into a long");
        }
        return unscaled;
    }

    /** The number of digits behind the decimal point, at least 0. */
    public int scale() {
        return scale;
    }

    public BigDecimal toBigDecimal() {
        return large != null ? large : BigDecimal.valueOf(unscaled, scale);
    }

    /** The exact sum. */
    public Quantity plus(Quantity other) {
        if (large == null && other.large == null && scale == other.scale) {
            long sum = unscaled + other.unscaled;
            // The sum of two numbers of one sign overflowed if it has the other sign.
            if (((unscaled ^ sum) & (other.unscaled ^ sum)) >= 0) {
                return compact(sum, scale);
            }
        }
        return ofDecimal(toBigDecimal().add(other.toBigDecimal()));
    }

    /** The exact product with an integer. */
    public Quantity times(long factor) {
        return times(factor, 0);
    }

    /**
     * The exact product with {@code factor x 10^-factorScale}.
     *
     * @throws IllegalArgumentException if the scale is outside of ±{@link #MAX_DIGITS}
     */
    public Quantity times(long factor, int factorScale) {
        if (large == null && factorScale == 0) {
            long product = unscaled * factor;
            // The product fits if its upper half only repeats the sign of its lower half.
            if (Math.multiplyHigh(unscaled, factor) == product >> (Long.SIZE - 1)) {
                return compact(product, scale);
            }
        }
        return ofDecimal(toBigDecimal().multiply(ofScaled(factor, factorScale).toBigDecimal()));
    }

    /** By value, as {@link #equals(Object)}. */
    @Override
    public int compareTo(Quantity other) {
        if (large == null && other.large == null && scale == other.scale) {
            return Long.compare(unscaled, other.unscaled);
        }
        return toBigDecimal().compareTo(other.toBigDecimal());
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Quantity other
                && unscaled == other.unscaled
                && scale == other.scale
                && Objects.equals(large, other.large);
    }

    @Override
    public int hashCode() {
        return large != null ? large.hashCode() : Long.hashCode(unscaled) * 31 + scale;
    }

    /** The integer part; the nearest {@code int} if it does not fit, as a float64 would be cast. */
    @Override
    public int intValue() {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, longValue()));
    }

    /** The integer part; the nearest {@code long} if it does not fit, as a float64 would be cast. */
    @Override
    public long longValue() {
        if (large == null && scale == 0) {
            return unscaled;
        }
        BigInteger integer = toBigDecimal().toBigInteger();
        if (integer.bitLength() < Long.SIZE) {
            return integer.longValue();
        }
        return integer.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public float floatValue() {
        return toBigDecimal().floatValue();
    }

    /** The nearest float64. */
    @Override
    public double doubleValue() {
        return large == null && scale == 0 ? unscaled : toBigDecimal().doubleValue();
    }

    /** An upper bound of the bytes that {@link #appendTo} writes. */
    public int maxLength() {
        return large == null ? DecimalText.maxLength(scale) : Math.max(large.precision(), scale) + 3;
    }

    /**
     * Prints {@link #toString()} as ASCII.
     *
     * @param buffer needs {@link #maxLength()} bytes from {@code position} on
     * @return the position behind the last byte
     */
    public int appendTo(byte[] buffer, int position) {
        if (large == null) {
            return DecimalText.append(unscaled, scale, buffer, position);
        }
        byte[] text = large.toPlainString().getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, buffer, position, text.length);
        return position + text.length;
    }

    /** The shortest exact plain decimal: {@code 7m} gives {@code 0.007}, {@code 125448Ki} gives {@code 128458752}. */
    @Override
    public String toString() {
        return large == null ? DecimalText.toString(unscaled, scale) : large.toPlainString();
    }
}
