// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses parts on the way, at level 1 as the API server does (k8s.io/apiserver defaultGzipContentEncodingLevel). */
final class Gzip implements Iterator<Buffer> {
    private final Iterator<Buffer> parts;
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(Body.PART);
    private final OutputStream gzip;
    private boolean closed;

    Gzip(Iterator<Buffer> parts) {
        this.parts = parts;
        try {
            this.gzip = new FastGzip(compressed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All compressed parts at once. */
    static List<Buffer> all(Iterator<Buffer> parts) {
        List<Buffer> all = new ArrayList<>();
        new Gzip(parts).forEachRemaining(all::add);
        return all;
    }

    @Override
    public boolean hasNext() {
        return !closed;
    }

    @Override
    public Buffer next() {
        if (closed) {
            throw new NoSuchElementException();
        }
        try {
            while (parts.hasNext() && compressed.size() < Body.PART) {
                gzip.write(parts.next().getBytes());
            }
            if (!parts.hasNext()) {
                gzip.close();
                closed = true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Buffer part = Buffer.buffer(compressed.toByteArray());
        compressed.reset();
        return part;
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 32 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
