// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A large answer to a client that does not read it, and then does. */
class PagePiecesIT {

    private static final int LARGE = 48 << 20;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final TestPki PKI = new TestPki("authority");

    private final byte[] page = new byte[LARGE];
    private final AtomicInteger answered = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsInTheHeapAndArrivesWhole(boolean tls) throws Exception {
        new Random(1).nextBytes(page);
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = serve(vertx, tls);
            long before = outsideOfHeap();
            try (Socket client = sockets(tls).createSocket()) {
                client.setReceiveBufferSize(1 << 16);
                client.setSoTimeout(20_000);
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
                client.getOutputStream().write((REQUEST + REQUEST).getBytes(StandardCharsets.US_ASCII));
                await().atMost(Duration.ofSeconds(20)).until(() -> answered.get() > 0);
                assertThat(outsideOfHeap() - before).isLessThan(LARGE / 2);

                readsTheAnswer(client.getInputStream());
                readsTheAnswer(client.getInputStream());
            }
        } finally {
            close(vertx);
        }
    }

    @ParameterizedTest
    @CsvSource({"60000, HTTP_1_1", "5000000, HTTP_1_1", "200, HTTP_2", "60000, HTTP_2", "5000000, HTTP_2"})
    void aPageIsUnusedWhenItsClientHasTakenIt(int size, HttpClient.Version version) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            AtomicInteger unused = new AtomicInteger();
            new Random(3).nextBytes(page);
            byte[] text = Arrays.copyOf(page, size);
            HttpServer server = listening(vertx, options(true).setUseAlpn(true), request -> {
                answer(request).end(body(text.clone(), unused));
            });
            HttpClient client = HttpClient.newBuilder()
                    .version(version)
                    .sslContext(trusting())
                    .build();
            URI uri = URI.create("https://127.0.0.1:" + server.actualPort() + "/");
            for (int i = 1; i <= 3; i++) {
                HttpResponse<byte[]> answer =
                        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());

                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.body()).isEqualTo(text);
                int sent = i;
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(unused).hasValue(sent));
            }
        } finally {
            close(vertx);
        }
    }

    /** A page whose memory becomes that of another one when it is unused. */
    private static Buffer body(byte[] memory, AtomicInteger unused) {
        return VertxPages.buffer(new PageBytes(List.of(ByteBuffer.wrap(memory)), () -> {
            Arrays.fill(memory, (byte) 'x');
            unused.incrementAndGet();
        }));
    }

    private static HttpServerResponse answer(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? new Http2Response(request.response(), request.method())
                : request.response();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aPageIsUsedUntilItsClientHasTakenItOrHungUp(boolean hangsUp, boolean tls) throws Exception {
        new Random(2).nextBytes(page);
        Vertx vertx = Vertx.vertx();
        try {
            AtomicInteger unused = new AtomicInteger();
            HttpServer server = listening(vertx, options(tls), request -> {
                request.response().end(body(page.clone(), unused));
                answered.incrementAndGet();
            });
            try (Socket client = sockets(tls).createSocket()) {
                client.setReceiveBufferSize(1 << 16);
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
                client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
                await().atMost(Duration.ofSeconds(20)).until(() -> answered.get() > 0);
                assertThat(unused).hasValue(0);
                if (!hangsUp) {
                    readsTheAnswer(client.getInputStream());
                }
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(unused).hasValue(1));
        } finally {
            close(vertx);
        }
    }

    private HttpServer serve(Vertx vertx, boolean tls) throws Exception {
        return listening(vertx, options(tls), request -> {
            request.response().end(Buffer.buffer(page));
            answered.incrementAndGet();
        });
    }

    private static HttpServerOptions options(boolean tls) {
        HttpServerOptions options = new HttpServerOptions();
        if (tls) {
            TestPki.Issued own = PKI.server("127.0.0.1");
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertValue(Buffer.buffer(own.certificate()))
                            .setKeyValue(Buffer.buffer(own.key())));
        }
        return options;
    }

    private static HttpServer listening(Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> handler)
            throws Exception {
        return vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .connectionHandler(new Connections(1))
                .requestHandler(handler)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static void close(Vertx vertx) throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void readsTheAnswer(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 200 ").contains("content-length: " + LARGE + "\r\n");
        assertThat(in.readNBytes(LARGE)).isEqualTo(page);
    }

    private static SocketFactory sockets(boolean tls) throws Exception {
        return tls ? trusting().getSocketFactory() : SocketFactory.getDefault();
    }

    private static SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(PKI.certificate().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Netty's memory, and that which it takes by itself for what is larger than its pool's chunks. */
    private static long outsideOfHeap() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }
}
