// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads of an API server: the forms of answers, and reads that share connections. */
class ApiReaderIT {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final Map<String, Function<String, Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> accepts = new CopyOnWriteArrayList<>();
    private final ApiReader reader = new ApiReader(UpstreamMetrics.NONE);
    private HttpServer server;
    private KubernetesClient client;

    /** What the server says to a path and what the client accepts. */
    private record Answer(int status, String type, byte[] body) {

        static Answer json(String body) {
            return new Answer(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }

        /** Kubernetes' envelope of a kind around fields. */
        static Answer message(int status, String kind, int... fields) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes("k8s\0\n".getBytes(StandardCharsets.UTF_8));
            body.write(kind.length() + 2);
            body.write(2 << 3 | 2);
            body.write(kind.length());
            body.writeBytes(kind.getBytes(StandardCharsets.UTF_8));
            body.write(2 << 3 | 2);
            body.write(fields.length);
            for (int next : fields) {
                body.write(next);
            }
            body.writeBytes(new byte[] {3 << 3 | 2, 0, 4 << 3 | 2, 0});
            return new Answer(status, "application/vnd.kubernetes.protobuf", body.toByteArray());
        }
    }

    /** Field 1, a number, of a message; the member n of a document. */
    private static final ApiReader.Forms<Long> NUMBER = new ApiReader.Forms<>(
            "Number",
            message -> {
                if (!message.next()) {
                    throw message.malformed("no number");
                }
                return message.number();
            },
            json -> {
                json.nextToken();
                json.nextToken();
                return (long) json.nextIntValue(-1);
            });

    private long number(String path) throws ReadException {
        return reader.read(client, path, path, Deadline.in(Duration.ofSeconds(10)), NUMBER);
    }

    @Test
    void aServerThatHasProtobufIsReadInIt() throws ReadException {
        answers.put("proto", accept -> Answer.message(200, "Number", 1 << 3, 42));

        assertThat(number("proto")).isEqualTo(42);
        assertThat(accepts).containsExactly("proto application/vnd.kubernetes.protobuf, application/json");
    }

    @Test
    void aServerThatAnswersWithJsonAllTheSameIsReadInIt() throws ReadException {
        answers.put("json", accept -> Answer.json("{\"n\":7}"));

        assertThat(number("json")).isEqualTo(7);
        assertThat(accepts).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("senseless")
    void protobufThatMakesNoSenseIsAskedForAsJsonFromThenOn(Answer senseless) throws ReadException {
        answers.put("odd", accept -> accept.contains("protobuf") ? senseless : Answer.json("{\"n\":7}"));

        assertThat(number("odd")).isEqualTo(7);
        assertThat(number("odd")).isEqualTo(7);

        assertThat(accepts)
                .containsExactly(
                        "odd application/vnd.kubernetes.protobuf, application/json",
                        "odd application/json",
                        "odd application/json");
    }

    static List<Answer> senseless() {
        return List.of(
                Answer.message(200, "Other", 1 << 3, 42),
                Answer.message(200, "Number", 1 << 3, 0xff),
                Answer.message(200, "Number", 1 << 3 | 2, 1, 1),
                new Answer(200, "application/vnd.kubernetes.protobuf", new byte[0]),
                new Answer(200, "application/vnd.kubernetes.protobuf", "k8s?".getBytes(StandardCharsets.UTF_8)),
                new Answer(200, "application/vnd.kubernetes.protobuf", "k8s\0".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatMakesNoSenseInEitherFormFailsAndIsTriedAgainInBoth() {
        answers.put(
                "broken",
                accept -> accept.contains("protobuf") ? Answer.message(200, "Other", 1 << 3, 42) : Answer.json("{"));

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ReadException.class)
                    .isThrownBy(() -> number("broken"))
                    .withMessageContaining("is not valid JSON");
        }
        assertThat(accepts)
                .hasSize(4)
                .filteredOn(accept -> accept.contains("protobuf"))
                .hasSize(2);
    }

    @Test
    void anErrorInProtobufSaysWhatItsStatusDoes() {
        answers.put(
                "no", accept -> Answer.message(403, "Status", 2 << 3 | 2, 1, 'F', 3 << 3 | 2, 4, 'n', 'o', 'p', 'e'));

        assertThatExceptionOfType(ReadException.class)
                .isThrownBy(() -> number("no"))
                .satisfies(e -> assertThat(e.failure().reason()).isEqualTo("403 Forbidden: nope"));
        assertThat(accepts).hasSize(1);
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        release.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        ports.put(path, exchange.getRemoteAddress().getPort());
        if (path.startsWith("held")) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Answer answer = answers.getOrDefault(path, type -> Answer.json("{\"items\":[]}"))
                .apply(exchange.getRequestHeaders().getFirst("Accept"));
        accepts.add(path + " " + exchange.getRequestHeaders().getFirst("Accept"));
        byte[] body = answer.body();
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void anAnswerThatIsRefusedLateLeavesItsConnectionToWhoeverHasItByThen() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        CompletableFuture<String> bad = reading("bad", parser -> {
            parser.nextToken();
            parser.skipChildren();
            read.countDown();
            refused.await();
            throw new UnexpectedDocumentException("not what was asked for");
        });
        read.await();
        // The answer is there in full, and its connection free, although its reader is not at its end. The client may
        // come to see that a moment later, so requests are held until one has the connection.
        List<CompletableFuture<String>> held = new ArrayList<>();
        await().until(() -> {
            String path = "held" + held.size();
            held.add(reading(path, JsonParser::nextToken));
            await().until(() -> ports.containsKey(path));
            return ports.get(path).equals(ports.get("bad"));
        });

        refused.countDown();

        assertThatThrownBy(() -> bad.get(10, SECONDS)).hasMessageContaining("not what was asked for");
        release.countDown();
        for (CompletableFuture<String> other : held) {
            assertThat(other.get(10, SECONDS)).isEqualTo("START_OBJECT");
        }
    }

    /** As {@link ApiReader.DocumentParser}, but may wait. */
    @FunctionalInterface
    private interface Parser {
        Object parse(JsonParser parser) throws Exception;
    }

    private CompletableFuture<String> reading(String path, Parser parser) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reader.read(client, path, path, Deadline.in(Duration.ofSeconds(10)), json -> {
                            try {
                                String found = parser.parse(json).toString();
                                json.skipChildren();
                                return found;
                            } catch (IOException e) {
                                throw e;
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
                    } catch (ReadException e) {
                        throw new IllegalStateException(e.failure().toString(), e);
                    }
                },
                threads);
    }
}
