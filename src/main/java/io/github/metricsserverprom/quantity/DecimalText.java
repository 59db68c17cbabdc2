// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import java.nio.charset.StandardCharsets;

/**
 * Prints {@code unscaled x 10^-scale} as the shortest exact plain decimal into a byte array: no exponent, no trailing
 * zeros behind the decimal point, no {@code .0}, no plus sign, a zero before a leading decimal point.
 *
 * <p>Stateless and free of garbage.
 */
public final class DecimalText {
    /** Bytes that the digits and the sign of any {@code long} need. */
    private static final int LONG_LENGTH = 20;

    /** The two digits of 00 to 99, one pair behind the other, so that one division yields two digits. */
    private static final byte[] DIGIT_PAIRS = digitPairs();

    private DecimalText() {}

    /**
     * An upper bound of the bytes that {@link #append} writes for any {@code unscaled} at this scale.
     *
     * @throws IllegalArgumentException if the scale is outside of ±{@link Quantity#MAX_DIGITS}
     */
    public static int maxLength(int scale) {
        if (scale > Quantity.MAX_DIGITS || scale < -Quantity.MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "scale " + scale + " is outside of -" + Quantity.MAX_DIGITS + ".." + Quantity.MAX_DIGITS);
        }
        return LONG_LENGTH + Math.abs(scale) + 2;
    }

    /**
     * Prints a decimal number.
     *
     * @param unscaled the digits
     * @param scale the number of digits behind the decimal point; negative for zeros to append
     * @param buffer takes ASCII; needs {@link #maxLength(int)} bytes from {@code position} on
     * @param position where the first byte goes
     * @return the position behind the last byte
     */
    public static int append(long unscaled, int scale, byte[] buffer, int position) {
        long digits = unscaled;
        int places = scale;
        while (places > 0 && digits % 10 == 0) {
            if (digits == 0) {
                places = 0;
            } else {
                digits /= 10;
                places--;
            }
        }
        int end = position;
        if (digits < 0) {
            buffer[end++] = '-';
        }
        if (places > 0) {
            return appendFraction(digits, places, buffer, end);
        }
        int length = digitCount(digits);
        putDigits(digits, length, buffer, end);
        end += length;
        for (int zeros = digits == 0 ? 0 : -places; zeros > 0; zeros--) {
            buffer[end++] = '0';
        }
        return end;
    }

    /** Prints {@code unscaled} as an integer, see {@link #append(long, int, byte[], int)}. */
    public static int append(long value, byte[] buffer, int position) {
        int end = position;
        if (value < 0) {
            buffer[end++] = '-';
        }
        int length = digitCount(value);
        putDigits(value, length, buffer, end);
        return end + length;
    }

    /** The text of {@link #append} as a String. */
    static String toString(long unscaled, int scale) {
        byte[] buffer = new byte[maxLength(scale)];
        return new String(buffer, 0, append(unscaled, scale, buffer, 0), StandardCharsets.ISO_8859_1);
    }

    private static int appendFraction(long digits, int places, byte[] buffer, int position) {
        int length = digitCount(digits);
        if (length > places) {
            // Print the digits one place to the right, then move the integer part back over the gap.
            int integers = length - places;
            putDigits(digits, length, buffer, position + 1);
            for (int i = 0; i < integers; i++) {
                buffer[position + i] = buffer[position + i + 1];
            }
            buffer[position + integers] = '.';
            return position + length + 1;
        }
        int end = position;
        buffer[end++] = '0';
        buffer[end++] = '.';
        for (int zeros = places - length; zeros > 0; zeros--) {
            buffer[end++] = '0';
        }
        putDigits(digits, length, buffer, end);
        return end + length;
    }

    private static int digitCount(long value) {
        // Counting in negative numbers includes Long.MIN_VALUE, which has no positive counterpart.
        long negative = value < 0 ? value : -value;
        long bound = -10;
        for (int count = 1; count < 19; count++) {
            if (negative > bound) {
                return count;
            }
            bound *= 10;
        }
        return 19;
    }

    private static void putDigits(long value, int length, byte[] buffer, int position) {
        long negative = value < 0 ? value : -value;
        int end = position + length;
        while (negative <= -100) {
            long quotient = negative / 100;
            int pair = (int) (quotient * 100 - negative) * 2;
            buffer[--end] = DIGIT_PAIRS[pair + 1];
            buffer[--end] = DIGIT_PAIRS[pair];
            negative = quotient;
        }
        int pair = (int) -negative * 2;
        buffer[--end] = DIGIT_PAIRS[pair + 1];
        if (end > position) {
            buffer[--end] = DIGIT_PAIRS[pair];
        }
    }

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
