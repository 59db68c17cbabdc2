// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A SOCKS5 proxy (RFC 1928) that demands user and password (RFC 1929) or lets everybody through, to names only. */
final class SocksDouble implements AutoCloseable {

    private static final int NO_AUTHENTICATION = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final int REFUSED = 0xFF;

    /** Targets it was asked for, after the user and password that were shown. */
    final List<String> tunnels = new CopyOnWriteArrayList<>();

    private final Vertx vertx;
    private final String demanded;
    private final NetServer server;

    /**
     * @param demanded {@code user:password}, null for none
     */
    SocksDouble(Vertx vertx, String demanded) throws Exception {
        this.vertx = vertx;
        this.demanded = demanded;
        server = vertx.createNetServer().connectHandler(this::greet);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    private void greet(NetSocket client) {
        client.handler(greeting -> {
            int method = demanded == null ? NO_AUTHENTICATION : USER_AND_PASSWORD;
            boolean offered = greeting.slice(2, greeting.length())
                            .toString(StandardCharsets.ISO_8859_1)
                            .indexOf((char) method)
                    >= 0;
            client.write(bytes(5, offered ? method : REFUSED));
            if (!offered) {
                client.close();
            } else if (demanded == null) {
                client.handler(request -> connect(client, request, "-"));
            } else {
                client.handler(login -> authenticate(client, login));
            }
        });
    }

    private void authenticate(NetSocket client, Buffer login) {
        String user = text(login, 1);
        String shown = user + ":" + text(login, 2 + user.length());
        boolean right = shown.equals(demanded);
        client.write(bytes(1, right ? 0 : 1));
        client.handler(request -> connect(client, request, shown));
    }

    private void connect(NetSocket client, Buffer request, String shown) {
        boolean name = request.getByte(3) == 3;
        String host = name
                ? text(request, 4)
                : "%d.%d.%d.%d"
                        .formatted(request.getByte(4), request.getByte(5), request.getByte(6), request.getByte(7));
        int port = request.getUnsignedShort(request.length() - 2);
        tunnels.add(host + ":" + port + " " + shown);
        client.pause();
        vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(upstream -> {
            client.write(bytes(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
            client.handler(upstream::write).closeHandler(closed -> upstream.close());
            upstream.handler(client::write).closeHandler(closed -> client.close());
            client.resume();
        });
    }

    /** A text with its length in front. */
    private static String text(Buffer from, int at) {
        int length = from.getUnsignedByte(at);
        return from.getString(at + 1, at + 1 + length);
    }

    private static Buffer bytes(int... values) {
        Buffer buffer = Buffer.buffer();
        for (int value : values) {
            buffer.appendByte((byte) value);
        }
        return buffer;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
