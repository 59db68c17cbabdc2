// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Finds the lines in chunks of bytes. A line inside one chunk is not copied. Not thread-safe. */
final class LineSplitter {

    /** etcd holds no object beyond 1.5 MB by default; JSON makes it larger, but never this large. */
    private static final int LONGEST_LINE = 32 << 20;

    private byte[] begun = new byte[8192];
    private int length;

    /** Takes a line without its line feed. */
    @FunctionalInterface
    interface Line {
        void take(byte[] bytes, int from, int length) throws IOException;
    }

    /**
     * Takes a chunk, which has an array.
     *
     * @throws IOException of the taker, or when a line does not end
     */
    void feed(ByteBuffer chunk, Line taker) throws IOException {
        byte[] bytes = chunk.array();
        int from = chunk.arrayOffset() + chunk.position();
        int end = from + chunk.remaining();
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                if (length > 0) {
                    keep(bytes, from, i - from);
                    int whole = length;
                    length = 0;
                    taker.take(begun, 0, whole);
                } else {
                    taker.take(bytes, from, i - from);
                }
                from = i + 1;
            }
        }
        keep(bytes, from, end - from);
    }

    /** Whether a line has begun and not ended. */
    boolean isMidLine() {
        return length > 0;
    }

    private void keep(byte[] bytes, int from, int count) throws IOException {
        if (length + count > LONGEST_LINE) {
            throw new UnexpectedDocumentException("a line of more than " + LONGEST_LINE + " bytes");
        }
        if (length + count > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(begun.length * 2, length + count));
        }
        System.arraycopy(bytes, from, begun, length, count);
        length += count;
    }
}
