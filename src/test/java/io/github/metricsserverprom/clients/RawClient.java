// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.clients;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is given. */
final class RawClient implements AutoCloseable {

    static final String GET = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();

    /**
     * An answer.
     *
     * @param status -1 when the connection was closed without one
     * @param head   status line and headers
     */
    record Answer(int status, String head, byte[] body) {

        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    RawClient(int port) throws IOException {
        this(port, 0);
    }

    /** With a small buffer for what it receives, so that the server feels that it does not read. */
    RawClient(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    RawClient send(String bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (SocketException e) {
            // Cut off while it was sending: what the server said before may still be read.
            socket.shutdownInput();
        }
        return this;
    }

    /** Reads one answer to a GET. */
    Answer read() throws IOException {
        return read(true);
    }

    /** Reads one answer; that to a HEAD has no body. */
    Answer read(boolean body) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return new Answer(-1, head.toString(StandardCharsets.ISO_8859_1), new byte[0]);
                }
                head.write(next);
            }
            Answer answer = new Answer(0, head.toString(StandardCharsets.ISO_8859_1), new byte[0]);
            String length = answer.header("Content-Length");
            byte[] content = !body || length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
            return new Answer(Integer.parseInt(answer.head().split(" ")[1]), answer.head(), content);
        } catch (SocketException e) {
            return new Answer(-1, "", new byte[0]);
        }
    }

    /** Reads a number of bytes. */
    byte[] readBytes(int number) throws IOException {
        return socket.getInputStream().readNBytes(number);
    }

    /** Whether the server closes the connection without another byte. */
    boolean isClosedByServer() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Goes away without a word: the server's next packet is answered with a reset. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
