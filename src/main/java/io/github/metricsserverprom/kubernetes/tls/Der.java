// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER (X.690) as private keys need: definite lengths, single-byte tags. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    static final int CONTEXT_0 = 0xA0;

    /** One element: its tag, its content, and all its bytes. */
    record Element(int tag, byte[] content, byte[] encoded) {}

    private final byte[] bytes;
    private int position;

    Der(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasNext() {
        return position < bytes.length;
    }

    /**
     * Reads the next element.
     *
     * @throws IllegalArgumentException if the bytes end too early or the length form is not supported
     */
    Element next() {
        int start = position;
        int tag = read();
        int length = read();
        if (length > 0x82) {
            throw new IllegalArgumentException("length too large");
        }
        if (length >= 0x80) {
            int count = length - 0x80;
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | read();
            }
        }
        if (length > bytes.length - position) {
            throw new IllegalArgumentException("ends too early");
        }
        byte[] content = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return new Element(tag, content, Arrays.copyOfRange(bytes, start, position));
    }

    /** Reads the next element and checks its tag. */
    Element next(int tag) {
        Element element = next();
        if (element.tag() != tag) {
            throw new IllegalArgumentException("unexpected element");
        }
        return element;
    }

    static byte[] encode(int tag, byte[]... contents) {
        int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private int read() {
        if (position >= bytes.length) {
            throw new IllegalArgumentException("ends too early");
        }
        return bytes[position++] & 0xFF;
    }
}
