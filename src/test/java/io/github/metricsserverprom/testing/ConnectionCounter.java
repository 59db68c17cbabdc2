// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to a port of this machine and counts the connections that are open. */
public final class ConnectionCounter implements AutoCloseable {

    private final AtomicInteger open = new AtomicInteger();
    private final NetServer server;

    public ConnectionCounter(Vertx vertx, int port) {
        server = vertx.createNetServer().connectHandler(client -> {
            open.incrementAndGet();
            client.pause();
            vertx.createNetClient()
                    .connect(port, "127.0.0.1")
                    .onSuccess(upstream -> join(client, upstream))
                    .onFailure(refused -> client.close());
            client.closeHandler(closed -> open.decrementAndGet());
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    private void join(NetSocket client, NetSocket upstream) {
        client.closeHandler(closed -> {
            open.decrementAndGet();
            upstream.close();
        });
        upstream.closeHandler(closed -> client.close());
        client.pipe().endOnComplete(false).to(upstream);
        upstream.pipe().endOnComplete(false).to(client);
    }

    /** Where to connect. */
    public int port() {
        return server.actualPort();
    }

    /** Connections that are open now. */
    public int open() {
        return open.get();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
