// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Times of samples as the API writes them, {@code 2026-11-22T16:49:19Z} (RFC 3339). Nearly every pod has a time of its own,
 * so the usual form is read without the machinery of {@code java.time.format}.
 */
final class SampleTime {

    private static final String FORM = "dddd-dd-ddTdd:dd:ddZ";

    private SampleTime() {}

    /**
     * Reads a time.
     *
     * @throws DateTimeException when it is none
     */
    static Instant parse(String text) {
        return isUsual(text) ? usual(text) : OffsetDateTime.parse(text).toInstant();
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
