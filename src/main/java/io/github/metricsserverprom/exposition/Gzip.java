// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Compresses a page as one gzip member (RFC 1952) from chunk to chunk, without a stream in between. */
final class Gzip {
    /** Magic, method deflate, no flags, no time, no extra flags, operating system unknown: RFC 1952 section 2.3. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int TRAILER_BYTES = 8;

    /** Pages of metrics shrink to less than an eighth. */
    private static final int USUAL_RATIO = 8;

    private static final int OUTPUT_STEP = 1 << 13;

    private Gzip() {}

    static PageBuffer compress(PageBuffer page, int level) {
        if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("gzip level " + level + " is outside of 1..9");
        }
        PageBuffer compressed = new PageBuffer(page.size() / USUAL_RATIO + OUTPUT_STEP);
        compressed.append(HEADER);
        CRC32 checksum = new CRC32();
        Deflater deflater = new Deflater(level, true);
        try {
            for (PageBuffer.Chunk chunk : page.chunks()) {
                checksum.update(chunk.bytes(), 0, chunk.length());
                deflater.setInput(chunk.bytes(), 0, chunk.length());
                while (!deflater.needsInput()) {
                    deflate(deflater, compressed);
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                deflate(deflater, compressed);
            }
        } finally {
            deflater.end();
        }
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        trailer.putInt((int) checksum.getValue()).putInt((int) page.size());
        compressed.append(trailer.array());
        return compressed;
    }

    private static void deflate(Deflater deflater, PageBuffer target) {
        byte[] output = target.reserve(OUTPUT_STEP);
        int position = target.position();
        target.advanceTo(position + deflater.deflate(output, position, output.length - position));
    }
}
