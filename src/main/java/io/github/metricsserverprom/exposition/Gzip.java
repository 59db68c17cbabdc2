// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses a page as one gzip member (RFC 1952) from chunk to chunk, without a stream in between. Pieces of a large page
 * are compressed at once: each ends with an empty stored block on a byte boundary (RFC 1951 section 3.2.4, zlib's
 * {@code Z_SYNC_FLUSH}), so one behind the other they are one deflate stream, as pigz makes it.
 */
final class Gzip {
    /** Magic, method deflate, no flags, no time, no extra flags, operating system unknown: RFC 1952 section 2.3. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int TRAILER_BYTES = 8;

    /** Pages of metrics shrink to less than an eighth. */
    private static final int USUAL_RATIO = 8;

    private static final int OUTPUT_STEP = 1 << 13;

    /** Large enough that nothing is lost by what deflate, which looks back 32 KiB, cannot see of the piece before. */
    private static final int PIECE_BYTES = 1 << 20;

    private Gzip() {}

    static PageBuffer compress(PageBuffer page, int level) {
        if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("gzip level " + level + " is outside of 1..9");
        }
        List<Piece> pieces = pieces(page.chunks());
        PageBuffer compressed = new PageBuffer();
        compressed.append(HEADER);
        (pieces.size() == 1 ? pieces.stream() : pieces.parallelStream())
                .map(piece -> deflated(piece, level))
                .toList()
                .forEach(compressed::append);
        CRC32 checksum = new CRC32();
        page.chunks().forEach(chunk -> checksum.update(chunk.bytes(), 0, chunk.length()));
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        trailer.putInt((int) checksum.getValue()).putInt((int) page.size());
        compressed.append(trailer.array());
        return compressed;
    }

    private static List<Piece> pieces(List<PageBuffer.Chunk> chunks) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < chunks.size(); i++) {
            bytes += chunks.get(i).length();
            if (bytes >= PIECE_BYTES && i < chunks.size() - 1) {
                pieces.add(new Piece(chunks.subList(from, i + 1), bytes, false));
                from = i + 1;
                bytes = 0;
            }
        }
        pieces.add(new Piece(chunks.subList(from, chunks.size()), bytes, true));
        return pieces;
    }

    private static PageBuffer deflated(Piece piece, int level) {
        PageBuffer target = new PageBuffer(piece.bytes() / USUAL_RATIO + OUTPUT_STEP);
        Deflater deflater = new Deflater(level, true);
        try {
            for (PageBuffer.Chunk chunk : piece.chunks()) {
                deflater.setInput(chunk.bytes(), 0, chunk.length());
                while (!deflater.needsInput()) {
                    deflate(deflater, Deflater.NO_FLUSH, target);
                }
            }
            if (piece.last()) {
                deflater.finish();
                while (!deflater.finished()) {
                    deflate(deflater, Deflater.NO_FLUSH, target);
                }
            } else {
                // Until there is room left, as zlib demands: to the end of a byte, where the next piece can follow.
                boolean room;
                do {
                    room = deflate(deflater, Deflater.SYNC_FLUSH, target);
                } while (!room);
            }
            return target;
        } finally {
            deflater.end();
        }
    }

    /** Whether there was more room than output. */
    private static boolean deflate(Deflater deflater, int flush, PageBuffer target) {
        byte[] output = target.reserve(OUTPUT_STEP);
        int position = target.position();
        int length = deflater.deflate(output, position, output.length - position, flush);
        target.advanceTo(position + length);
        return position + length < output.length;
    }

    /**
     * A part of a page that is compressed without regard to the others.
     *
     * @param last whether it ends the deflate stream
     */
    private record Piece(List<PageBuffer.Chunk> chunks, long bytes, boolean last) {}
}
