// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.clients;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client of HTTP/2 over TLS that sends exactly the frames it is given (RFC 9113). */
final class RawHttp2Client implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;

    private static final int HEADER_TABLE_SIZE = 1;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SSLSocket socket;
    private final DataInputStream in;

    /** A frame. */
    record Frame(int type, int flags, int stream, byte[] payload) {

        boolean endsStream() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /** The code of a RST_STREAM or GOAWAY. */
        int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    /**
     * What came of a request.
     *
     * @param fate    {@code answered}, or {@code reset CODE}, {@code go away CODE}, {@code closed}
     * @param headers the answer's, {@code :status} among them
     */
    record Outcome(String fate, Map<String, String> headers, byte[] content) {

        int status() {
            return Integer.parseInt(headers.getOrDefault(":status", "-1"));
        }
    }

    /** A connection whose streams take so many bytes until they are told to take more. */
    RawHttp2Client(SSLContext tls, int port, int window) throws IOException {
        socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(PREFACE);
        send(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(12)
                        // The server must not refer to headers of earlier answers.
                        .putShort((short) HEADER_TABLE_SIZE)
                        .putInt(0)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(window)
                        .array());
        // As much as there may be for the connection as a whole.
        send(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE - 65_535));
    }

    static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    RawHttp2Client send(int type, int flags, int stream, byte[] payload) throws IOException {
        socket.getOutputStream().write(frame(type, flags, stream, payload));
        return this;
    }

    /** Frames that were put together by {@link #frame}. */
    RawHttp2Client send(byte[] frames) throws IOException {
        socket.getOutputStream().write(frames);
        return this;
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A whole request without content, as headers of these names and values besides its path. */
    RawHttp2Client request(int stream, String method, String path, String... more) throws IOException {
        return send(HEADERS, END_STREAM | END_HEADERS, stream, head(method, path, more));
    }

    /** The compressed form of the headers of a request. */
    static byte[] head(String method, String path, String... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(fields(":method", method, ":scheme", "https", ":authority", "localhost", ":path", path));
        block.writeBytes(fields(more));
        return block.toByteArray();
    }

    /** Fields as literals that are not indexed (RFC 7541, section 6.2.2). */
    static byte[] fields(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            text(block, namesAndValues[i]);
            text(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        int rest = text.length() - 127;
        block.write(rest < 0 ? text.length() : 127);
        for (; rest >= 128; rest >>= 7) {
            block.write(rest & 127 | 128);
        }
        if (rest >= 0) {
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next frame; null when the connection was closed. */
    Frame read() {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            return new Frame(type, flags, stream, in.readNBytes(length));
        } catch (IOException e) {
            return null;
        }
    }

    /** What comes of a request; frames of other streams are read over. */
    Outcome outcome(int stream) {
        Map<String, String> head = new HashMap<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.type() == GOAWAY) {
                return new Outcome("go away " + frame.error(), head, content.toByteArray());
            }
            if (frame.stream() == stream && frame.type() == HEADERS) {
                int priority = (frame.flags() & PRIORITY) == 0 ? 0 : 5;
                head.putAll(new HeaderBlock(frame.payload(), priority).read());
            }
            if (frame.stream() == stream && frame.type() == RST_STREAM) {
                return new Outcome("reset " + frame.error(), head, content.toByteArray());
            }
            if (frame.stream() == stream && frame.type() == DATA) {
                content.writeBytes(frame.payload());
            }
            if (frame.stream() == stream && frame.endsStream()) {
                return new Outcome("answered", head, content.toByteArray());
            }
        }
        return new Outcome("closed", head, content.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
