// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.render.PageCarrier;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** Hands pages to Vert.x as they are in memory: camel-platform-http-vertx would copy a {@code ByteBuffer} once more. */
final class VertxPages implements PageCarrier {

    /** The page that an answer is; empty when it is something else. */
    // The one way in Vert.x 4 to what a buffer is made of.
    @SuppressWarnings("deprecation")
    static Optional<PageBytes> page(Buffer answer) {
        return PageBytes.of(answer.getByteBuf());
    }

    @Override
    public Object body(PageBuffer page, Runnable unused) {
        return buffer(new PageBytes(page.toByteBuffers(), unused));
    }

    // The one way in Vert.x 4 to make a buffer of memory that is there already.
    @SuppressWarnings("deprecation")
    static Buffer buffer(PageBytes page) {
        return Buffer.buffer(page);
    }
}
