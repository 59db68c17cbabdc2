// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that share connections do not get in each other's way. */
class ApiReaderIT {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ApiReader reader = new ApiReader(UpstreamMetrics.NONE);
    private HttpServer server;
    private KubernetesClient client;

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
        byte[] body = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
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
