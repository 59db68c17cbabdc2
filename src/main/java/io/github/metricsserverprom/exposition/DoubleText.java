// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A float64 as the shortest decimal that reads back as the same float64; {@code NaN}, {@code +Inf} and {@code -Inf} as
 * both formats spell them.
 */
final class DoubleText {
    /** Numbers with more places than this, before or behind the decimal point, are printed with an exponent. */
    private static final int PLAIN_PLACES = 21;

    private DoubleText() {}

    static String of(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal shortest = shortest(value).stripTrailingZeros();
        int integerPlaces = shortest.precision() - shortest.scale();
        if (integerPlaces <= PLAIN_PLACES && shortest.scale() <= PLAIN_PLACES) {
            return shortest.toPlainString();
        }
        int exponent = integerPlaces - 1;
        return shortest.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }

    /** {@link Double#toString(double)} without the digits that it sometimes has too many before JDK 19 (JDK-4511638). */
    private static BigDecimal shortest(double value) {
        BigDecimal shortest = new BigDecimal(Double.toString(value));
        BigDecimal exact = new BigDecimal(value);
        for (int digits = shortest.precision() - 1; digits > 0; digits--) {
            BigDecimal shorter = exact.round(new MathContext(digits));
            if (shorter.doubleValue() != value) {
                break;
            }
            shortest = shorter;
        }
        return shortest;
    }
}
