// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a page whose memory is used again once it is sent. Whoever copies them later than that ({@code getBytes}, as
 * Camel's type converters do), a step of a route that goes on beside the answer for instance, gets an exception and never
 * the bytes of another page, even if they are sent while it copies.
 */
final class PageBytes extends CompositeByteBuf {

    private final Runnable unused;

    /**
     * The bytes of a page.
     *
     * @param pieces them, in order
     * @param unused run once when they are not used any more
     */
    PageBytes(List<ByteBuffer> pieces, Runnable unused) {
        super(UnpooledByteBufAllocator.DEFAULT, false, Math.max(1, pieces.size()));
        this.unused = unused;
        pieces.forEach(piece -> addComponent(true, Unpooled.wrappedBuffer(piece)));
    }

    /** The page that these bytes are; empty when they are something else, or only a part of a page. */
    static Optional<PageBytes> of(ByteBuf bytes) {
        ByteBuf inner = bytes;
        while (inner != null && !(inner instanceof PageBytes)) {
            inner = inner.unwrap();
        }
        return inner instanceof PageBytes page && page.writerIndex() == bytes.readableBytes()
                ? Optional.of(page)
                : Optional.empty();
    }

    /** It is sent, or never will be. To be called on the event loop of its connection. */
    void sent() {
        if (refCnt() > 0) {
            release();
        }
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        unused.run();
    }

    private void expectUnsent() {
        if (refCnt() == 0) {
            throw new IllegalReferenceCountException("the page was sent before all of it was read; a step that goes on"
                    + " beside the answer needs a copy: convertBodyTo byte[]");
        }
    }

    /** Bytes that were read are those of this page only if it is not sent yet. */
    private CompositeByteBuf read() {
        // Reads of the bytes must not be moved behind the one of the count.
        VarHandle.acquireFence();
        expectUnsent();
        return this;
    }

    @Override
    public CompositeByteBuf getBytes(int index, byte[] target, int offset, int length) {
        expectUnsent();
        super.getBytes(index, target, offset, length);
        return read();
    }

    @Override
    public CompositeByteBuf getBytes(int index, ByteBuffer target) {
        expectUnsent();
        super.getBytes(index, target);
        return read();
    }

    @Override
    public CompositeByteBuf getBytes(int index, ByteBuf target, int offset, int length) {
        expectUnsent();
        super.getBytes(index, target, offset, length);
        return read();
    }

    @Override
    public CompositeByteBuf getBytes(int index, OutputStream target, int length) throws IOException {
        expectUnsent();
        super.getBytes(index, target, length);
        return read();
    }
}
