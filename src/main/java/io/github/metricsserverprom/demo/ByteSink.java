// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes with writers for the few things that JSON bodies of the cluster are made of. Not thread-safe. */
final class ByteSink {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    ByteSink bytes(byte[] part) {
        room(part.length);
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
        return this;
    }

    /** Writes text that is known to be ASCII and to need no escape in JSON. */
    ByteSink ascii(String text) {
        int size = text.length();
        room(size);
        for (int i = 0; i < size; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += size;
        return this;
    }

    ByteSink ascii(char character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    /** Writes a number that is not negative. */
    ByteSink number(long value) {
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return padded(value, digits);
    }

    /** Writes {@code digits} lower case hexadecimal digits that follow from {@code roll}. */
    ByteSink hex(long roll, int digits) {
        room(digits);
        long rest = 0;
        for (int i = 0; i < digits; i++) {
            if (i % 16 == 0) {
                rest = Dice.roll(roll, i);
            }
            bytes[length++] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
        return this;
    }

    /** Writes a version 4 UUID that follows from {@code roll}. */
    ByteSink uuid(long roll) {
        int start = length;
        hex(roll, 36);
        bytes[start + 8] = '-';
        bytes[start + 13] = '-';
        bytes[start + 14] = '4';
        bytes[start + 18] = '-';
        bytes[start + 19] = HEX[8 + (int) (roll & 3)];
        bytes[start + 23] = '-';
        return this;
    }

    /** Writes an IPv4 address. */
    ByteSink address(int ip) {
        return number(ip >>> 24)
                .ascii('.')
                .number((ip >>> 16) & 255)
                .ascii('.')
                .number((ip >>> 8) & 255)
                .ascii('.')
                .number(ip & 255);
    }

    /**
     * Writes {@code 2026-11-22T16:46:38Z} (RFC 3339, as metav1.Time prints it).
     *
     * @param epochSecond seconds since 1970, of a year from 1970 to 9999
     */
    ByteSink time(long epochSecond) {
        long day = epochSecond / 86_400;
        int second = (int) (epochSecond % 86_400);
        // Days to year, month and day in the proleptic Gregorian calendar whose years begin in March.
        long shifted = day + 719_468;
        long era = shifted / 146_097;
        int dayOfEra = (int) (shifted % 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        padded(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4).ascii('-');
        padded(month, 2).ascii('-').padded(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2);
        ascii('T').padded(second / 3_600, 2).ascii(':').padded(second / 60 % 60, 2);
        return ascii(':').padded(second % 60, 2).ascii('Z');
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    Buffer toBuffer() {
        return Buffer.buffer(length).appendBytes(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private ByteSink padded(long value, int digits) {
        room(digits);
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
