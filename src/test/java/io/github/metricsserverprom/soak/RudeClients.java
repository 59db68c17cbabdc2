// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Clients that do not behave: they go away, keep connections for nothing, do not read, and send what is no HTTP. */
final class RudeClients implements Soak.Work {

    private static final String GET = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int IDLE = 40;

    private final int port;
    private final Deque<Socket> idle = new ArrayDeque<>();
    private long requests;

    RudeClients(int port) {
        this.port = port;
    }

    /** Requests for {@code /metrics} that were sent whole. */
    long requests() {
        return requests;
    }

    @Override
    public void once() throws IOException, InterruptedException {
        try (Socket vanishing = send(GET)) {
            requests++;
            vanishing.shutdownOutput();
        }
        send("GET /metrics HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000)).close();
        send("\u0000\u0001 not HTTP\r\n\r\n").close();
        try (Socket slow = send(GET.repeat(5))) {
            requests += 5;
            TimeUnit.MILLISECONDS.sleep(1500);
            slow.getInputStream().read(new byte[10]);
        }
        idle.add(send("GET /metr"));
        if (idle.size() > IDLE) {
            idle.remove().close();
        }
        TimeUnit.SECONDS.sleep(2);
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Cut off in the middle, as it should be.
            socket.close();
        }
        return socket;
    }

    void hangUp() throws IOException {
        for (Socket socket : idle) {
            socket.close();
        }
    }
}
