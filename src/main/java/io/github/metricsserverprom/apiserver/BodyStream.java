// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an HTTP answer as a blocking stream that obeys a deadline. Chunks arrive on the client's event loop and are
 * read on the caller's thread, a bounded number of them ahead, so that parsing and transfer overlap in bounded memory.
 *
 * <p>One reader, one writer. Closing before the end drops the rest.
 */
final class BodyStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {

    /** Chunks asked for ahead of the reader; a chunk is what the client reads from the socket at once. */
    private static final int AHEAD = 16;

    private static final ByteBuffer END = ByteBuffer.allocate(0);

    /** Bytes of an unwanted rest that are taken off the connection before it is given up. */
    private static final int REST = 1 << 20;

    private final BlockingQueue<ByteBuffer> chunks = new LinkedBlockingQueue<>();
    private final Deadline deadline;
    private volatile AsyncBody body;
    private volatile Throwable failure;
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long count;
    private boolean ended;
    private volatile boolean dropping;
    private int dropped;

    BodyStream(Deadline deadline) {
        this.deadline = deadline;
    }

    /** Starts the transfer; called once, when the answer's headers are there. */
    void start(AsyncBody body) {
        this.body = body;
        body.done().whenComplete((done, error) -> {
            failure = error;
            chunks.add(END);
        });
        askAhead();
    }

    private void askAhead() {
        for (int i = 0; i < AHEAD; i++) {
            body.consume();
        }
    }

    /** Bytes read so far, as they came over the wire. */
    long count() {
        return count;
    }

    @Override
    public void consume(List<ByteBuffer> value, AsyncBody from) {
        if (dropping) {
            drop(value, from);
        } else {
            chunks.addAll(value);
        }
    }

    private void drop(List<ByteBuffer> value, AsyncBody from) {
        for (ByteBuffer chunk : value) {
            dropped += chunk.remaining();
        }
        if (dropped > REST) {
            from.cancel();
        } else {
            from.consume();
        }
    }

    @Override
    public int read() throws IOException {
        return advance() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int n = Math.min(length, current.remaining());
        current.get(target, offset, n);
        return n;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    @Override
    public void close() {
        if (!ended && body != null) {
            ended = true;
            dropping = true;
            askAhead();
            UnwantedRest.of(body);
        }
    }

    /** Makes the current chunk one with bytes in it; false at the end of the body. */
    private boolean advance() throws IOException {
        while (!current.hasRemaining()) {
            if (ended) {
                return false;
            }
            ByteBuffer next = next();
            if (next == END) {
                ended = true;
                if (failure != null) {
                    throw new IOException("the connection broke off after " + count + " bytes", failure);
                }
                return false;
            }
            count += next.remaining();
            current = next;
            body.consume();
        }
        return true;
    }

    private ByteBuffer next() throws IOException {
        if (deadline.passed()) {
            // The queue may never be empty when bytes come faster than they are read.
            throw new SocketTimeoutException("the answer is not complete after " + count + " bytes");
        }
        try {
            ByteBuffer next = chunks.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new SocketTimeoutException("the answer stopped after " + count + " bytes");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading the answer");
        }
    }
}
