// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes texts that come again and again, namespaces and names of containers for instance, the same objects: they need
 * memory once, and whoever compares them finds that out without looking at it. Holds a bounded number of them; what it
 * does not hold is made anew.
 *
 * <p>Thread-safe without a lock: strings can be handed from thread to thread as they are (JLS 17.5), and what one thread
 * does not see of another costs only that a text is made once more.
 */
public final class SharedTexts {

    private static final int SLOTS = 1 << 12;

    /** The longest name that Kubernetes allows (RFC 1123 subdomains). */
    private static final int LONGEST = 253;

    private final String[] slots = new String[SLOTS];

    /** The text of so many bytes of UTF-8. */
    String of(byte[] bytes, int from, int length) {
        int to = from + Math.min(length, LONGEST);
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        String known = slots[slot(hash)];
        return known != null && is(known, bytes, from, length)
                ? known
                : kept(new String(bytes, from, length, StandardCharsets.UTF_8), hash);
    }

    /** The text of a string as {@link ListDocument#text(JsonParser, JsonToken)} gives it. */
    public String of(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            return ListDocument.text(parser, value);
        }
        char[] characters = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int to = from + Math.min(parser.getTextLength(), LONGEST);
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + characters[i];
        }
        String known = slots[slot(hash)];
        return known != null && ListDocument.isText(parser, known)
                ? known
                : kept(ListDocument.text(parser, value), hash);
    }

    /** Whether a text is that of so many bytes, all of which stand for a character. */
    static boolean is(String text, byte[] bytes, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            // A byte of a longer character is negative, and so no character.
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String kept(String text, int hash) {
        if (text.length() <= LONGEST) {
            slots[slot(hash)] = text;
        }
        return text;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }
}
