// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/** The content of an answer: bytes that are there, or that are made while they are sent. */
interface Body {
    /** Bytes of one part, roughly. */
    int PART = 256 * 1024;

    /** Bodies above this size are compressed if the client wants it (k8s.io/apiserver defaultGzipThresholdBytes). */
    int COMPRESSION_THRESHOLD = 128 * 1024;

    /** The number of bytes, or -1 if there are many and nobody has counted them. */
    long length();

    /** The content in parts; there is at least one. */
    Iterator<Buffer> parts();

    /** The content compressed. */
    default Iterator<Buffer> compressedParts() {
        return new Gzip(parts());
    }

    /** Whether making the parts takes a while, so that it must not be done on an event loop. */
    boolean expensive();

    default boolean large() {
        return length() < 0 || length() > COMPRESSION_THRESHOLD;
    }

    static Body of(List<Buffer> parts) {
        return new Ready(parts, parts.stream().mapToLong(Buffer::length).sum());
    }

    static Body of(ByteSink content) {
        return of(List.of(content.toBuffer()));
    }

    static Body of(String content) {
        return of(List.of(Buffer.buffer(content)));
    }

    /**
     * Content that is kept and sent to many.
     *
     * @param content never changed
     * @param length of all parts
     */
    record Ready(List<Buffer> content, long length) implements Body {
        @Override
        public Iterator<Buffer> parts() {
            return content.iterator();
        }

        @Override
        public boolean expensive() {
            return false;
        }
    }
}
