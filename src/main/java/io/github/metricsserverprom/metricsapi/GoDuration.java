// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go prints them ({@code 20s}, {@code 1m0.5s}), the form of {@code window} in the metrics API. Grammar:
 * https://pkg.go.dev/time#ParseDuration, without signs, since a window has none.
 */
public final class GoDuration {

    private static final int LONGEST = 64;

    /** Digits of a second down to nanoseconds. Twice as many fit into a long. */
    private static final int PLACES = 9;

    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");

    private GoDuration() {}

    /**
     * Reads a duration, exactly down to nanoseconds.
     *
     * @throws DateTimeException when the text is not one, saying so
     */
    public static Duration parse(String text) {
        long usual = usualNanos(text);
        return usual >= 0 ? Duration.ofNanos(usual) : parseAny(text);
    }

    /** Nearly every pod has a window of its own, in the form {@code 14.921s}; gives -1 for any other form. */
    private static long usualNanos(String text) {
        int end = text.length() - 1;
        if (end < 1 || text.charAt(end) != 's') {
            return -1;
        }
        long digits = 0;
        int integers = 0;
        int fractions = -1;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + c - '0';
                integers += fractions < 0 ? 1 : 0;
                fractions += fractions < 0 ? 0 : 1;
            } else if (c == '.' && fractions < 0) {
                fractions = 0;
            } else {
                return -1;
            }
            if (integers > PLACES || fractions > PLACES) {
                return -1;
            }
        }
        if (integers == 0 || fractions == 0) {
            return -1;
        }
        for (int place = Math.max(0, fractions); place < PLACES; place++) {
            digits *= 10;
        }
        return digits;
    }

    private static Duration parseAny(String text) {
        if (text.length() > LONGEST) {
            throw malformed(text.substring(0, LONGEST) + "...");
        }
        Matcher parts = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length()) {
            if (!parts.find(end) || parts.start() != end) {
                throw malformed(text);
            }
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit(parts.group(2))));
            end = parts.end();
        }
        if (end == 0 || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw malformed(text);
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static BigDecimal unit(String unit) {
        return switch (unit) {
            case "ns" -> BigDecimal.ONE;
            case "us", "µs", "μs" -> BigDecimal.valueOf(1_000L);
            case "ms" -> BigDecimal.valueOf(1_000_000L);
            case "s" -> BigDecimal.valueOf(1_000_000_000L);
            case "m" -> BigDecimal.valueOf(60_000_000_000L);
            default -> BigDecimal.valueOf(3_600_000_000_000L);
        };
    }

    private static DateTimeException malformed(String text) {
        return new DateTimeException("'" + text + "' is not a duration such as 20s or 1m0.5s");
    }
}
