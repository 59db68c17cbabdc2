// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Passes an answer on, or reads it to its end without passing it on when another request takes its place. Cancelling the answer instead
 * would close a connection that may already carry the request of somebody else.
 */
final class DiscardableConsumer implements AsyncBody.Consumer<List<ByteBuffer>> {

    private final AsyncBody.Consumer<List<ByteBuffer>> wanted;
    private volatile boolean discarded;

    DiscardableConsumer(AsyncBody.Consumer<List<ByteBuffer>> wanted) {
        this.wanted = wanted;
    }

    /** Who waits for the answer that counts. */
    AsyncBody.Consumer<List<ByteBuffer>> wanted() {
        return wanted;
    }

    /** Reads an answer nobody waits for to its end. */
    void discard(AsyncBody body) {
        discarded = true;
        body.consume();
    }

    @Override
    public void consume(List<ByteBuffer> value, AsyncBody body) throws Exception {
        if (discarded) {
            body.consume();
        } else {
            wanted.consume(value, body);
        }
    }

    @Override
    public <U> U unwrap(Class<U> target) {
        return wanted.unwrap(target);
    }
}
