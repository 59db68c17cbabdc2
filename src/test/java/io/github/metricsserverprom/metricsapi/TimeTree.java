// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations by their grammars: RFC 3339 section 5.6, and that of Go's {@code time.ParseDuration} without signs. */
final class TimeTree {

    private static final Pattern TIME = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2})"
            + "(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern DURATION =
            Pattern.compile("((?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+");
    private static final Pattern PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", new BigDecimal("1e3"),
            "\u00b5s", new BigDecimal("1e3"),
            "\u03bcs", new BigDecimal("1e3"),
            "ms", new BigDecimal("1e6"),
            "s", new BigDecimal("1e9"),
            "m", new BigDecimal("60e9"),
            "h", new BigDecimal("3600e9"));

    private TimeTree() {}

    /** The time; null when the text is none. */
    static Instant instant(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            String fraction = parts.group(2) == null ? "" : parts.group(2);
            String zone = parts.group(3).toUpperCase(Locale.ROOT);
            return LocalDateTime.parse(parts.group(1).toUpperCase(Locale.ROOT) + fraction)
                    .toInstant(ZoneOffset.of(zone));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The duration, cut to nanoseconds; null when the text is none, is absurdly long or beyond 292 years. */
    static Duration duration(String text) {
        if (text.length() > 64 || !DURATION.matcher(text).matches()) {
            return null;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(NANOS.get(parts.group(2))));
        }
        return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? null
                : Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
    }
}
