// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import io.github.metricsserverprom.testing.Expect;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any text as a quantity, against the grammar as a regular expression and {@link BigDecimal}: what is one has that value,
 * what is none is refused with the documented exception.
 */
final class QuantityTarget {

    private static final Pattern GRAMMAR = Pattern.compile(
            "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?[0-9]+))?", Pattern.DOTALL);

    private static final Map<String, Integer> TENS =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

    private static final String BINARY = "KMGTPE";

    private static final BigInteger EXPONENT_CAP = BigInteger.valueOf(1_000_000);

    private QuantityTarget() {}

    static void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        BigDecimal expected = expected(text);
        Quantity quantity = parsed(text);
        Quantity inPlace = parsed(text, 3);
        Expect.equal("of " + text + " the value out of an array", inPlace, quantity);
        if (expected == null || quantity == null) {
            Expect.equal(text, quantity, expected);
            return;
        }
        Expect.that(
                quantity.toBigDecimal().compareTo(expected) == 0, () -> text + " is " + quantity + ", not " + expected);
        forms(quantity, expected);
    }

    /** The number, or null where the documentation says that it is refused. */
    private static BigDecimal expected(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (text.length() > 640 || !parts.matches()) {
            return null;
        }
        BigDecimal value = new BigDecimal(parts.group(1));
        if (parts.group(2) != null) {
            value = withSuffix(value, parts.group(2));
        } else if (parts.group(3) != null && value.signum() != 0) {
            BigInteger exponent = new BigInteger(parts.group(3));
            value = value.scaleByPowerOfTen(
                    exponent.min(EXPONENT_CAP).max(EXPONENT_CAP.negate()).intValue());
        }
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        boolean tooLarge = value.abs().compareTo(BigDecimal.ONE.scaleByPowerOfTen(300)) >= 0;
        return tooLarge || value.stripTrailingZeros().scale() > 300 ? null : value;
    }

    private static BigDecimal withSuffix(BigDecimal value, String suffix) {
        return suffix.length() == 2
                ? value.multiply(BigDecimal.valueOf(1024).pow(BINARY.indexOf(suffix.charAt(0)) + 1))
                : value.scaleByPowerOfTen(TENS.get(suffix));
    }

    private static Quantity parsed(String text) {
        try {
            return Quantity.parse(text);
        } catch (QuantityFormatException e) {
            Expect.that(
                    e.getMessage().length() < 400,
                    () -> "a message of " + e.getMessage().length() + " characters");
            return null;
        }
    }

    private static Quantity parsed(String text, int padding) {
        char[] around = ("7".repeat(padding) + text + "7".repeat(padding)).toCharArray();
        try {
            return Quantity.parse(around, padding, around.length - padding);
        } catch (QuantityFormatException e) {
            return null;
        }
    }

    /** One form per value, whatever it was read from; the text is the number, exactly. */
    private static void forms(Quantity quantity, BigDecimal expected) {
        String text = quantity.toString();
        Expect.that(new BigDecimal(text).compareTo(expected) == 0, () -> "the text of " + expected + " is " + text);
        Expect.that(text.matches("-?[0-9]+(\\.[0-9]*[1-9])?"), () -> text + " is not the shortest plain number");
        byte[] page = new byte[quantity.maxLength() + 2];
        int end = quantity.appendTo(page, 1);
        Expect.that(end <= quantity.maxLength() + 1, () -> text + " is longer than it says");
        Expect.equal("on the page", new String(page, 1, end - 1, StandardCharsets.US_ASCII), text);
        Quantity again = Quantity.parse(text);
        Expect.equal("read again", again, quantity);
        Expect.equal("hash of the same", again.hashCode(), quantity.hashCode());
        Expect.equal("as float64", quantity.doubleValue(), expected.doubleValue() + 0.0);
        BigDecimal cores = expected.multiply(BigDecimal.valueOf(60_000));
        Expect.that(quantity.times(60_000).toBigDecimal().compareTo(cores) == 0, () -> text + " times 60000 is wrong");
        Expect.equal("less itself", quantity.plus(quantity.times(-1)), Quantity.ZERO);
    }
}
