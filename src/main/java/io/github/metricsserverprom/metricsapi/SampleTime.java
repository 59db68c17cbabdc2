// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/**
 * Times of samples as the API writes them, {@code 2026-11-22T16:49:19Z} (RFC 3339). Nearly every pod has a time of its own,
 * so the usual form is read without the machinery of {@code java.time.format}.
 */
final class SampleTime {

    private static final String FORM = "dddd-dd-ddTdd:dd:ddZ";

    /** RFC 3339 section 5.6; {@code java.time} also takes years beyond four digits, and times without seconds. */
    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

    private SampleTime() {}

    /**
     * Reads a time.
     *
     * @throws DateTimeException when it is none
     */
    static Instant parse(String text) {
        if (isUsual(text)) {
            return usual(text);
        }
        if (!RFC_3339.matcher(text).matches()) {
            throw new DateTimeException("not in the form of RFC 3339");
        }
        return OffsetDateTime.parse(text).toInstant();
    }

    private static boolean isUsual(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char form = FORM.charAt(i);
            char c = text.charAt(i);
            if (form == 'd' ? c < '0' || c > '9' : c != form) {
                return false;
            }
        }
        return true;
    }

    private static Instant usual(String text) {
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("no such time of day: " + text);
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        return Instant.ofEpochSecond(((day * 24 + hour) * 60 + minute) * 60 + second);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
