// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The answer to a watch: one JSON object per line, for minutes
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes). Holds no thread while
 * nothing comes: chunks arrive on the HTTP client's event loop and are parsed on the executor, the next one is asked for
 * when the last one is done.
 */
public final class EventStream implements AutoCloseable {

    private static final int ERROR_BYTES = 4096;

    private final JsonFactory json;
    private final Failures failures;
    private final UpstreamMetrics metrics;
    private final String resource;
    private final Listener listener;
    private final Executor executor;
    private final long startNanos = System.nanoTime();
    private final LineSplitter lines = new LineSplitter();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    private volatile long lastNanos = startNanos;
    private volatile boolean closed;
    private volatile CompletableFuture<HttpResponse<AsyncBody>> answer;
    private volatile AsyncBody body;
    private volatile boolean ended;

    /* Used on the executor only. */
    private HttpResponse<AsyncBody> response;

    /** Is told what comes; all calls are made on the executor. */
    public interface Listener {

        /** The server has accepted the watch. */
        void opened();

        /**
         * An event came.
         *
         * @param event before the first token of its JSON object
         * @throws IOException when it makes no sense; this ends the stream
         */
        void event(JsonParser event) throws IOException;

        /**
         * Nothing more comes. The last call, and made exactly once unless the stream was closed.
         *
         * @param failure why; null when the server ended the watch in good order
         */
        void ended(ReadException failure);
    }

    EventStream(
            JsonFactory json,
            Failures failures,
            UpstreamMetrics metrics,
            String resource,
            Listener listener,
            Executor executor) {
        this.json = json;
        this.failures = failures;
        this.metrics = metrics;
        this.resource = resource;
        this.listener = listener;
        this.executor = executor;
    }

    void start(HttpClient http, HttpRequest request) {
        answer = http.consumeBytes(request, new Chunks());
        answer.whenComplete((found, failure) -> executor.execute(() -> answered(found, failure)));
    }

    /** Nanoseconds since the last byte came, or since the request was sent. */
    public long silentNanos() {
        return System.nanoTime() - lastNanos;
    }

    /** Ends the stream; the listener hears nothing more, and the connection ends a moment later. From any thread. */
    @Override
    public void close() {
        closed = true;
        answer.cancel(true);
        AsyncBody open = body;
        if (open != null && !ended) {
            UnwantedRest.of(open);
        }
    }

    private final class Chunks implements AsyncBody.Consumer<List<ByteBuffer>> {

        @Override
        public void consume(List<ByteBuffer> chunks, AsyncBody from) {
            lastNanos = System.nanoTime();
            executor.execute(() -> take(chunks, from));
        }
    }

    private void answered(HttpResponse<AsyncBody> found, Throwable failure) {
        if (closed) {
            if (found != null) {
                found.body().cancel();
            }
            return;
        }
        metrics.request(resource, "watch", found == null ? 0 : found.code(), System.nanoTime() - startNanos, 0);
        if (found == null) {
            end(failures.connection(failure));
            return;
        }
        lastNanos = System.nanoTime();
        response = found;
        body = found.body();
        if (found.isSuccessful()) {
            listener.opened();
        }
        body.done().whenComplete((done, broken) -> executor.execute(() -> done(broken)));
        body.consume();
    }

    private void take(List<ByteBuffer> chunks, AsyncBody from) {
        if (closed || ended) {
            from.consume();
            return;
        }
        try {
            for (ByteBuffer chunk : chunks) {
                if (response.isSuccessful()) {
                    lines.feed(chunk, this::event);
                } else if (error.size() < ERROR_BYTES) {
                    error.write(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
                }
            }
            // Even when an event had the stream closed: only what is read to its end leaves its connection to others.
            from.consume();
        } catch (JsonProcessingException e) {
            abort(failures.garbage(e, response.header("Content-Type")));
        } catch (IOException e) {
            abort(failures.unexpected(e.getMessage(), e));
        }
    }

    private void event(byte[] line, int from, int length) throws IOException {
        if (closed || length == 0) {
            return;
        }
        try (JsonParser parser = json.createParser(line, from, length)) {
            listener.event(parser);
            ListDocument.finish(parser);
        }
    }

    private void done(Throwable broken) {
        if (closed) {
            return;
        }
        if (broken != null) {
            end(failures.connection(broken));
        } else if (!response.isSuccessful()) {
            end(failures.status(response.code(), error.toByteArray(), response.header("Retry-After")));
        } else if (lines.isMidLine()) {
            end(failures.connection(new IOException("it ended in the middle of an event")));
        } else {
            end(null);
        }
    }

    private void abort(ReadException failure) {
        UnwantedRest.of(body);
        end(failure);
        body.consume();
    }

    private void end(ReadException failure) {
        if (!ended) {
            ended = true;
            listener.ended(failure);
        }
    }
}
