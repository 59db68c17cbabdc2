// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedWriteHandler;

/**
 * Sends large answers of one connection piece by piece, the next one when the client has room for it. Netty would else copy,
 * or encrypt, all of an answer before the first byte leaves, and keep the copy outside of the heap until the last one has.
 */
final class PagePieces extends ChannelOutboundHandlerAdapter {

    /** What common kernels take at once, and a copy of which stays in a processor's cache. */
    private static final int PIECE_BYTES = 1 << 18;

    private PagePieces() {}

    /** Has the answers of a connection sent so, whether it is encrypted or not. */
    static void on(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        ChunkedWriteHandler writer = new ChunkedWriteHandler();
        if (tls == null) {
            pipeline.addFirst(writer);
        } else {
            pipeline.addAfter(tls.name(), null, writer);
        }
        pipeline.addAfter(pipeline.context(writer).name(), null, new PagePieces());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes)) {
            context.write(message, promise);
            return;
        }
        boolean large = bytes.readableBytes() > PIECE_BYTES;
        ChannelPromise written = PageBytes.of(bytes)
                .map(page -> promise.unvoid().addListener(done -> page.sent()))
                .orElse(promise);
        context.write(large ? new Pieces(bytes) : bytes, written);
    }

    /** Pieces that share the memory of the whole. */
    private record Pieces(ByteBuf whole, int bytes) implements ChunkedInput<ByteBuf> {

        Pieces(ByteBuf whole) {
            this(whole, whole.readableBytes());
        }

        @Override
        public ByteBuf readChunk(ByteBufAllocator allocator) {
            return whole.readRetainedSlice(Math.min(PIECE_BYTES, whole.readableBytes()));
        }

        @Override
        @Deprecated
        public ByteBuf readChunk(ChannelHandlerContext context) {
            return readChunk(context.alloc());
        }

        @Override
        public boolean isEndOfInput() {
            return !whole.isReadable();
        }

        @Override
        public long length() {
            return bytes;
        }

        @Override
        public long progress() {
            return bytes - whole.readableBytes();
        }

        @Override
        public void close() {
            whole.release();
        }
    }
}
