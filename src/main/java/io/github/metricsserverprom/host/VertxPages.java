// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.render.PageCarrier;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** Hands pages to Vert.x as they are in memory: camel-platform-http-vertx would copy a {@code ByteBuffer} once more. */
final class VertxPages implements PageCarrier {

    // The one way in Vert.x 4 to make a buffer of memory that is there already.
    @SuppressWarnings("deprecation")
    @Override
    public Object body(PageBuffer page) {
        return Buffer.buffer(Unpooled.wrappedBuffer(page.toByteBuffers().toArray(ByteBuffer[]::new)));
    }
}
