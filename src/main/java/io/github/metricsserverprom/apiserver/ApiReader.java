// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one JSON document from an API server within a deadline and streams it into a parser on the calling thread, never
 * on the HTTP client's event loop. Thread-safe.
 */
public final class ApiReader {

    /** As much of an error's body as is read for its message. */
    private static final int ERROR_BYTES = 4096;

    /**
     * The largest answer that is read, inflated, as a part of the Java heap: an answer without end must not use up the
     * memory. The usage of a pod with two containers takes about 650 bytes in JSON, and as many in memory.
     */
    private static final int PART_OF_HEAP = 6;

    /** Of pods and nodes of the core API, with 5 to 20 kB each in JSON, so much less is kept. */
    private static final int CORE_FACTOR = 16;

    private static final String JSON_ONLY = "application/json";

    /** Errors come in the same form; some answers, of proxies for instance, come in any. */
    private static final String PROTOBUF_OR_JSON = KubernetesMessage.MEDIA_TYPE + ", " + JSON_ONLY;

    private static final int INFLATE_BUFFER = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ApiReader.class);

    /** What was asked of whom and answered with protobuf that makes no sense, while JSON did. */
    private final Set<String> jsonOnly = ConcurrentHashMap.newKeySet();

    private final JsonFactory json = new SkippingJsonFactory();
    private final UpstreamMetrics metrics;

    /** A reader that reports its requests. */
    public ApiReader(UpstreamMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Turns a JSON document into data. Leaves the parser anywhere: the reader drains what is left.
     *
     * @param <T> the data
     */
    @FunctionalInterface
    public interface DocumentParser<T> {

        /**
         * Parses the document.
         *
         * @throws JsonProcessingException when it is not JSON
         * @throws UnexpectedDocumentException when it is JSON of another shape
         * @throws IOException when it cannot be read to its end
         */
        T parse(JsonParser parser) throws IOException;
    }

    /**
     * Turns a protobuf message into data. May leave fields at its end unread.
     *
     * @param <T> the data
     */
    @FunctionalInterface
    public interface MessageParser<T> {

        /**
         * Parses the object inside of Kubernetes' envelope.
         *
         * @throws MalformedMessageException when it is none
         * @throws IOException when it cannot be read to its end
         */
        T parse(WireReader message) throws IOException;
    }

    /**
     * The forms of an object.
     *
     * @param kind     in Kubernetes' words
     * @param message  parses it in protobuf
     * @param document parses it in JSON
     * @param <T>      the data
     */
    public record Forms<T>(String kind, MessageParser<T> message, DocumentParser<T> document) {}

    /**
     * Sends {@code GET path}, and parses the answer in protobuf, which takes a fraction of the time of JSON, or in JSON where the
     * server has no other. Protobuf that makes no sense is asked for as JSON, and from then on only as that if that does.
     * Parameters and exceptions as in {@link #read(KubernetesClient, String, String, Deadline, DocumentParser)}.
     */
    public <T> T read(KubernetesClient client, String path, String resource, Deadline deadline, Forms<T> forms)
            throws ReadException {
        String place = client.getMasterUrl() + resource;
        if (jsonOnly.contains(place)) {
            return read(client, path, resource, deadline, forms.document());
        }
        try {
            return exchange(client, path, resource, deadline, forms);
        } catch (ReadException e) {
            if (!(e.getCause() instanceof MalformedMessageException)) {
                throw e;
            }
            T data = read(client, path, resource, deadline, forms.document());
            if (jsonOnly.add(place)) {
                LOG.warn(
                        "JSON is asked for from now on resource={} reason=\"{}\"",
                        resource,
                        e.failure().reason());
            }
            return data;
        }
    }

    /**
     * Sends {@code GET path} and parses the answer, JSON.
     *
     * @param client   whose server, credentials and connections to use
     * @param path     path and query below the server's URL, without a leading slash, encoded
     * @param resource the resource in Kubernetes' words ({@code pods.metrics.k8s.io}), for messages
     * @param deadline when to give up
     * @param parser   for a successful answer
     * @throws ReadException when there is no usable answer, with the reason and what to do
     */
    public <T> T read(
            KubernetesClient client, String path, String resource, Deadline deadline, DocumentParser<T> parser)
            throws ReadException {
        return exchange(client, path, resource, deadline, new Forms<>("", null, parser));
    }

    private <T> T exchange(KubernetesClient client, String path, String resource, Deadline deadline, Forms<T> forms)
            throws ReadException {
        Failures failures = new Failures(client.getMasterUrl().toString(), resource, deadline);
        if (deadline.passed()) {
            throw failures.deadline(null);
        }
        long start = System.nanoTime();
        int status = 0;
        BodyStream body = new BodyStream(deadline);
        try {
            String accept = forms.message() == null ? JSON_ONLY : PROTOBUF_OR_JSON;
            HttpResponse<AsyncBody> response = send(client, path, accept, deadline, body, failures);
            T data = receive(response, resource, body, failures, forms);
            status = response.code();
            return data;
        } catch (ReadException e) {
            status = e.failure().status();
            throw e;
        } finally {
            metrics.request(resource, "list", status, System.nanoTime() - start, body.count());
        }
    }

    /**
     * Sends {@code GET path} and hands over what comes line by line, for as long as it comes.
     *
     * @param silence  when the connection counts as dead, for messages
     * @param executor runs one task at a time, in the order of submission
     */
    public EventStream follow(
            KubernetesClient client,
            String path,
            String resource,
            Duration silence,
            EventStream.Listener listener,
            Executor executor) {
        Failures failures = new Failures(client.getMasterUrl().toString(), resource, Deadline.in(silence));
        EventStream stream = new EventStream(json, failures, metrics, resource, listener, executor);
        HttpClient http = client.getHttpClient();
        stream.start(
                http,
                http.newHttpRequestBuilder()
                        .uri(client.getMasterUrl() + path)
                        .header("Accept", "application/json")
                        .forStreaming()
                        .build());
        return stream;
    }

    private <T> T receive(
            HttpResponse<AsyncBody> response, String resource, BodyStream body, Failures failures, Forms<T> forms)
            throws ReadException {
        body.start(response.body());
        try (body;
                InputStream text = inflated(response, body)) {
            if (!response.isSuccessful()) {
                throw failures.status(response.code(), beginning(text), response.header("Retry-After"));
            }
            InputStream object = limited(text, resource);
            return isMessage(response) && forms.message() != null
                    ? KubernetesMessage.read(object, forms.kind(), forms.message())
                    : parse(object, forms.document());
        } catch (MalformedMessageException e) {
            throw failures.unexpected(e.getMessage(), e);
        } catch (UnexpectedDocumentException e) {
            throw failures.unexpected(e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw failures.garbage(e, response.header("Content-Type"));
        } catch (LimitedStream.TooLargeException e) {
            throw failures.tooLarge(e);
        } catch (SocketTimeoutException e) {
            throw failures.deadline(e);
        } catch (IOException e) {
            throw failures.connection(e);
        }
    }

    private static boolean isMessage(HttpResponse<?> response) {
        String type = response.header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(KubernetesMessage.MEDIA_TYPE);
    }

    private static InputStream limited(InputStream text, String resource) {
        long part = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
        return new LimitedStream(text, resource.endsWith("metrics.k8s.io") ? part : part * CORE_FACTOR);
    }

    /** The beginning of an error's body. The status says more than that the body does not come to its end. */
    private static byte[] beginning(InputStream text) {
        byte[] bytes = new byte[ERROR_BYTES];
        int length = 0;
        try {
            int more;
            while (length < bytes.length && (more = text.read(bytes, length, bytes.length - length)) > 0) {
                length += more;
            }
        } catch (IOException e) {
            return Arrays.copyOf(bytes, length);
        }
        return Arrays.copyOf(bytes, length);
    }

    private <T> T parse(InputStream text, DocumentParser<T> parser) throws IOException {
        try (JsonParser tokens = json.createParser(text)) {
            T data = parser.parse(tokens);
            // To the very end, so that the connection can be used again.
            ListDocument.finish(tokens);
            return data;
        }
    }

    private HttpResponse<AsyncBody> send(
            KubernetesClient client, String path, String accept, Deadline deadline, BodyStream body, Failures failures)
            throws ReadException {
        HttpClient http = client.getHttpClient();
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path)
                .header("Accept", accept)
                .timeout(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        if (paysToCompress(client.getMasterUrl())) {
            request.header("Accept-Encoding", "gzip");
        }
        CompletableFuture<HttpResponse<AsyncBody>> answer = http.consumeBytes(request.build(), body);
        try {
            return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failures.deadline(e);
        } catch (ExecutionException e) {
            throw failures.connection(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failures.interrupted();
        }
    }

    /**
     * Whether to have answers compressed: what is not encrypted and not sent over a network costs as much time either way
     * (src/docs/PERFORMANCE.md).
     */
    private static boolean paysToCompress(URL server) {
        if (server.getProtocol().equals("https")) {
            return true;
        }
        String host = server.getHost();
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        if (!literal) {
            return !host.equals("localhost");
        }
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            return true;
        }
    }

    private static InputStream inflated(HttpResponse<?> response, InputStream body) throws IOException {
        return "gzip".equalsIgnoreCase(response.header("Content-Encoding"))
                ? new GZIPInputStream(body, INFLATE_BUFFER)
                : body;
    }
}
