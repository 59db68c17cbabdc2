// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

/**
 * Label values as escaped UTF-8. Both formats escape backslash, double quote and line feed and nothing else. Half of a
 * surrogate pair, which has no UTF-8 form, becomes U+FFFD.
 */
final class LabelValue {
    private static final char REPLACEMENT = '\uFFFD';

    private LabelValue() {}

    /** The bytes that {@link #append} writes. Null counts as empty. */
    static int length(String value) {
        int length = 0;
        int characters = value == null ? 0 : value.length();
        for (int i = 0; i < characters; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                length += isEscaped(c) ? 2 : 1;
            } else if (c < 0x800) {
                length += 2;
            } else if (isPair(value, i)) {
                length += 4;
                i++;
            } else {
                length += 3;
            }
        }
        return length;
    }

    /**
     * Writes a value that is one byte per character as it stands. Null counts as empty.
     *
     * @param buffer needs a byte per character from {@code position} on
     * @return the position behind the last byte; -1 if a character needs more than a byte, and the bytes then mean nothing
     */
    static int appendPlain(String value, byte[] buffer, int position) {
        int characters = value == null ? 0 : value.length();
        for (int i = 0; i < characters; i++) {
            char c = value.charAt(i);
            if (c >= 0x80 || isEscaped(c)) {
                return -1;
            }
            buffer[position + i] = (byte) c;
        }
        return position + characters;
    }

    /**
     * Writes a value. Null counts as empty.
     *
     * @param buffer needs {@link #length} bytes from {@code position} on
     * @return the position behind the last byte
     */
    static int append(String value, byte[] buffer, int position) {
        int end = position;
        int characters = value == null ? 0 : value.length();
        for (int i = 0; i < characters; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                end = appendEncoded(value, i, buffer, end);
                i += isPair(value, i) ? 1 : 0;
            } else if (isEscaped(c)) {
                buffer[end++] = '\\';
                buffer[end++] = (byte) (c == '\n' ? 'n' : c);
            } else {
                buffer[end++] = (byte) c;
            }
        }
        return end;
    }

    private static int appendEncoded(String value, int index, byte[] buffer, int position) {
        int end = position;
        int codePoint = value.codePointAt(index);
        if (codePoint < 0x800) {
            buffer[end++] = (byte) (0xc0 | codePoint >> 6);
        } else if (codePoint < 0x10000) {
            if (Character.isSurrogate((char) codePoint)) {
                codePoint = REPLACEMENT;
            }
            buffer[end++] = (byte) (0xe0 | codePoint >> 12);
            buffer[end++] = continuation(codePoint >> 6);
        } else {
            buffer[end++] = (byte) (0xf0 | codePoint >> 18);
            buffer[end++] = continuation(codePoint >> 12);
            buffer[end++] = continuation(codePoint >> 6);
        }
        buffer[end++] = continuation(codePoint);
        return end;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3f);
    }

    private static boolean isPair(String value, int index) {
        return Character.isHighSurrogate(value.charAt(index))
                && index + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(index + 1));
    }

    private static boolean isEscaped(char c) {
        return c == '"' || c == '\\' || c == '\n';
    }
}
