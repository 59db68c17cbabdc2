// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What lies between the program and an API server: bytes pass, or the wire does to connections what no HTTP server does.
 * Always on the same loopback port. Thread-safe.
 */
final class Wire implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** What becomes of connections. */
    enum State {
        /** Bytes go to and fro. */
        PASSES,
        /** Nobody answers the first packet of a connection. */
        NO_HANDSHAKE,
        /** A connection is made, and nothing ever comes. */
        SILENT,
        /** A connection is made and reset. */
        RESETS,
        /** A connection is made and closed in good order. */
        CLOSES,
        /** Nobody listens. */
        REFUSES
    }

    /** Bytes in place of the answer to a request whose first line has this in it; then the connection closes. */
    private record Speech(String path, byte[] bytes) {}

    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<SocketChannel> fillers = new ArrayList<>();
    private volatile int backend;
    private volatile State state = State.PASSES;
    private volatile Speech speech;
    private ServerSocket server;

    /** Leads to a port. */
    Wire(int backend) {
        this.backend = backend;
        this.server = listen(0, 50);
        this.port = server.getLocalPort();
        accept(server);
    }

    int port() {
        return port;
    }

    /** Connections of the program that are open. */
    int connections() {
        return open.size();
    }

    /** Leads elsewhere from now on; what is connected is cut. */
    void leadTo(int other) {
        backend = other;
        be(State.PASSES);
    }

    /** Answers requests whose first line has this in it with these bytes, whatever they are. */
    void say(String path, byte[] bytes) {
        speech = new Speech(path, bytes);
    }

    void saysNothing() {
        speech = null;
    }

    /** Cuts what is connected and does this with what comes. */
    synchronized void be(State next) {
        boolean listened = state != State.REFUSES && state != State.NO_HANDSHAKE;
        boolean listens = next != State.REFUSES && next != State.NO_HANDSHAKE;
        state = next;
        hangUp();
        if (listens && !listened) {
            stop();
            server = listen(port, 50);
            accept(server);
        } else if (!listens) {
            stop();
            if (next == State.NO_HANDSHAKE) {
                server = listen(port, 1);
                fillBacklog();
            }
        }
    }

    /** Tells the program that its connections end, and waits until it has let go of them. */
    private void hangUp() {
        for (Socket socket : open) {
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                close(socket);
            }
        }
        try {
            await().atMost(Duration.ofSeconds(10)).until(open::isEmpty);
        } catch (ConditionTimeoutException e) {
            open.forEach(Wire::close);
        }
    }

    /** With a full queue of connections that nobody accepts Linux drops the first packets of further ones. */
    private void fillBacklog() {
        try {
            for (int i = 0; i < 4; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(new InetSocketAddress(LOOPBACK, port));
                fillers.add(filler);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        fillers.forEach(Wire::close);
        fillers.clear();
        close(server);
    }

    /** The port of connections that just ended may be refused for a moment. */
    private static ServerSocket listen(int port, int backlog) {
        return await().atMost(Duration.ofSeconds(10))
                .ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> bind(port, backlog), Objects::nonNull);
    }

    private static ServerSocket bind(int port, int backlog) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(LOOPBACK, port), backlog);
        return socket;
    }

    private void accept(ServerSocket from) {
        start(() -> {
            while (true) {
                Socket client = from.accept();
                open.add(client);
                start(() -> serve(client));
            }
        });
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            switch (state) {
                case RESETS -> client.setSoLinger(true, 0);
                case SILENT -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
                case PASSES -> relay(client);
                default -> {
                    // Closing it is all.
                }
            }
        } finally {
            open.remove(client);
        }
    }

    private void relay(Socket client) throws IOException {
        try (Socket server = new Socket(LOOPBACK, backend)) {
            start(() -> {
                try (client;
                        server) {
                    server.getInputStream().transferTo(client.getOutputStream());
                }
            });
            InputStream requests = client.getInputStream();
            byte[] buffer = new byte[16 * 1024];
            int length;
            while ((length = requests.read(buffer)) > 0) {
                Speech now = speech;
                if (now != null && firstLine(buffer, length).contains(now.path())) {
                    client.getOutputStream().write(now.bytes());
                    client.shutdownOutput();
                    return;
                }
                server.getOutputStream().write(buffer, 0, length);
            }
        }
    }

    private static String firstLine(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
    }

    /** Something that ends with the sockets that it uses. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // A socket was closed, on this side or the other: that is what wires are for.
                        Thread.yield();
                    }
                },
                "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        stop();
        open.forEach(Wire::close);
    }
}
