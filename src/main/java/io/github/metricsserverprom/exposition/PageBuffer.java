// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one page while it is written. It grows by chunks, so what is written is not copied on the way; with a hint
 * that is about the size of the last page it all stays in one chunk and {@link #toByteBuffer()} does not copy either.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PageBuffer {
    private static final int MIN_CHUNK = 1 << 12;

    /** Small enough that the G1 collector does not treat chunks as humongous objects, which it collects at high cost. */
    private static final int MAX_CHUNK = 1 << 18;

    /** From here on a whole array of the shared memory is no more than half of what there is. */
    private static final int LARGE = 2 * PageMemory.ARRAY_BYTES;

    /** The longest array that common virtual machines can make. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final PageMemory memory;
    private final List<byte[]> taken = new ArrayList<>();
    private final List<Chunk> full = new ArrayList<>();
    private long fullBytes;
    private byte[] current;
    private int end;

    /** An empty buffer for a page whose size is not known. */
    public PageBuffer() {
        this(MIN_CHUNK);
    }

    /**
     * An empty buffer for a page whose size is not known.
     *
     * @param memory where to take what a large page needs; see {@link #release()}
     */
    public PageBuffer(PageMemory memory) {
        this(memory, MIN_CHUNK);
    }

    /**
     * An empty buffer.
     *
     * @param sizeHint the expected size of the page in bytes, for instance {@link #size()} of the last one; a little is
     *     added for growth
     */
    public PageBuffer(long sizeHint) {
        this(null, sizeHint);
    }

    private PageBuffer(PageMemory memory, long sizeHint) {
        this.memory = memory;
        current = new byte[(int) Math.min(MAX_ARRAY, Math.max(MIN_CHUNK, sizeHint + (sizeHint >> 5)))];
    }

    /** The number of bytes written. */
    public long size() {
        return fullBytes + end;
    }

    /**
     * The array to write to, from {@link #position()} on, with at least so many free bytes.
     *
     * @param bytes at most 2^24
     */
    byte[] reserve(int bytes) {
        if (current.length - end < bytes) {
            full.add(new Chunk(current, end));
            fullBytes += end;
            // Half of what there is keeps the number of chunks low and the waste below a third.
            long half = Math.min(MAX_CHUNK, fullBytes / 2);
            current = memory != null && fullBytes >= LARGE && bytes <= PageMemory.ARRAY_BYTES
                    ? fromMemory()
                    : new byte[(int) Math.max(Math.max(MIN_CHUNK, bytes), half)];
            end = 0;
        }
        return current;
    }

    private byte[] fromMemory() {
        byte[] array = memory.take();
        taken.add(array);
        return array;
    }

    /** An empty buffer that takes from the same memory. */
    PageBuffer another() {
        return new PageBuffer(memory);
    }

    /**
     * Gives back what was taken from the memory, of this buffer and of those that were appended to it. Nobody may read this
     * page any more then, whichever buffer it was continued in.
     */
    public void release() {
        if (memory != null) {
            memory.giveBack(taken);
        }
        taken.clear();
        full.clear();
        fullBytes = 0;
        current = new byte[MIN_CHUNK];
        end = 0;
    }

    /** Where the next byte goes in the array that {@link #reserve} returned. */
    int position() {
        return end;
    }

    /** Ends a write that began with {@link #reserve}. */
    void advanceTo(int position) {
        end = position;
    }

    void append(byte[] bytes) {
        byte[] target = reserve(bytes.length);
        System.arraycopy(bytes, 0, target, end, bytes.length);
        end += bytes.length;
    }

    /** Appends what another buffer holds, without a copy. That one must not be written to any more. */
    void append(PageBuffer other) {
        if (end > 0) {
            full.add(new Chunk(current, end));
            fullBytes += end;
        }
        full.addAll(other.chunks());
        fullBytes += other.size();
        taken.addAll(other.taken);
        other.taken.clear();
        current = new byte[MIN_CHUNK];
        end = 0;
    }

    /**
     * A buffer that begins with everything written here, without a copy. This one must not be written to any more; it can be
     * continued several times.
     */
    public PageBuffer continued() {
        PageBuffer next = new PageBuffer();
        next.full.addAll(chunks());
        next.fullBytes = size();
        return next;
    }

    /**
     * The page in pieces, in order, that share memory with this buffer, which must not be written to any more. The capacity
     * of each is its length.
     */
    public List<ByteBuffer> toByteBuffers() {
        return chunks().stream()
                .filter(chunk -> chunk.length() > 0)
                .map(chunk -> ByteBuffer.wrap(chunk.bytes(), 0, chunk.length()).slice())
                .toList();
    }

    /** What is written so far, in order. */
    List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>(full);
        chunks.add(new Chunk(current, end));
        return chunks;
    }

    /**
     * The page. Its capacity is its length. It may share memory with this buffer, which must not be written to any more.
     *
     * @throws IllegalStateException if the page is larger than an array can be (2 GiB)
     */
    public ByteBuffer toByteBuffer() {
        if (full.isEmpty()) {
            return ByteBuffer.wrap(current, 0, end).slice();
        }
        if (size() > MAX_ARRAY) {
            throw new IllegalStateException("the page has " + size() + " bytes, more than " + MAX_ARRAY);
        }
        ByteBuffer page = ByteBuffer.allocate((int) size());
        for (Chunk chunk : chunks()) {
            page.put(chunk.bytes(), 0, chunk.length());
        }
        return page.flip();
    }

    /**
     * The page compressed as gzip. Its capacity is its length.
     *
     * @param level 1 (fast) to 9 (small)
     * @throws IllegalArgumentException if the level is another one
     * @throws IllegalStateException if the result is larger than an array can be (2 GiB)
     */
    public ByteBuffer toGzip(int level) {
        return gzipped(level).toByteBuffer();
    }

    /**
     * A buffer with the page compressed as gzip.
     *
     * @param level 1 (fast) to 9 (small)
     * @throws IllegalArgumentException if the level is another one
     */
    public PageBuffer gzipped(int level) {
        return Gzip.compress(this, level);
    }

    /** The first {@code length} bytes of an array. */
    record Chunk(byte[] bytes, int length) {}
}
