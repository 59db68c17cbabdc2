// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.clients;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The headers of an answer over HTTP/2 (RFC 7541), as a server may send them whose client wants no dynamic table: statuses
 * and names of the static table, and texts, which Netty does not compress as long as they are short.
 */
final class HeaderBlock {

    /** Appendix A, from index 8 on. */
    private static final List<String> STATUSES = List.of("200", "204", "206", "304", "400", "404", "500");

    private static final Map<Integer, String> NAMES =
            Map.of(8, ":status", 28, "content-length", 31, "content-type", 26, "content-encoding");
    private static final int FIRST_STATUS = 8;

    private final ByteBuffer block;

    /** A block that begins so many bytes behind the beginning of a frame's payload. */
    HeaderBlock(byte[] payload, int offset) {
        this.block = ByteBuffer.wrap(payload).position(offset);
    }

    Map<String, String> read() {
        Map<String, String> headers = new HashMap<>();
        while (block.hasRemaining()) {
            int first = block.get() & 0xff;
            if ((first & 0x80) != 0) {
                headers.put(":status", STATUSES.get(number(first, 7) - FIRST_STATUS));
            } else if ((first & 0xe0) == 0x20) {
                number(first, 5);
            } else {
                int index = number(first, (first & 0x40) != 0 ? 6 : 4);
                String name = index == 0 ? text() : NAMES.getOrDefault(index, "static " + index);
                headers.put(name, text());
            }
        }
        return headers;
    }

    private int number(int first, int bits) {
        int all = (1 << bits) - 1;
        int number = first & all;
        if (number == all) {
            int shift = 0;
            int next;
            do {
                next = block.get();
                number += (next & 0x7f) << shift;
                shift += 7;
            } while ((next & 0x80) != 0);
        }
        return number;
    }

    private String text() {
        int first = block.get() & 0xff;
        if ((first & 0x80) != 0) {
            throw new IllegalStateException("a text in Huffman's code, which this does not read");
        }
        byte[] text = new byte[number(first, 7)];
        block.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
