// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.WriteStream;

/** What a watch writes its events to. The real API server knows both ways; fabric8's client prefers web sockets. */
sealed interface WatchOutput {
    /** Sends one event, a line of JSON. */
    void send(ByteSink event);

    /** Ends the stream in good order. */
    void end();

    /** Where it can be seen whether there is room. */
    WriteStream<Buffer> stream();

    /** Calls back when the client is gone. */
    void whenGone(Handler<Void> handler);

    /** One line after the other in a chunked body. The status and the headers are set. */
    record Chunks(HttpServerResponse response) implements WatchOutput {
        public Chunks {
            response.setChunked(true);
            // Sends the head at once: a client must know that it watches before the first event.
            response.write(Buffer.buffer());
        }

        @Override
        public void send(ByteSink event) {
            response.write(event.toBuffer());
        }

        @Override
        public void end() {
            response.end();
        }

        @Override
        public WriteStream<Buffer> stream() {
            return response;
        }

        @Override
        public void whenGone(Handler<Void> handler) {
            response.closeHandler(handler);
        }
    }

    /** A text message for each line. */
    record Messages(ServerWebSocket socket) implements WatchOutput {
        @Override
        public void send(ByteSink event) {
            socket.writeTextMessage(event.toString());
        }

        @Override
        public void end() {
            socket.close();
        }

        @Override
        public WriteStream<Buffer> stream() {
            return socket;
        }

        @Override
        public void whenGone(Handler<Void> handler) {
            socket.closeHandler(handler);
        }
    }
}
