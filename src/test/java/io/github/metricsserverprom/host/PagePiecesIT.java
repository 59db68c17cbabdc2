// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.params.ParameterizedTest;
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
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private HttpServer serve(Vertx vertx, boolean tls) throws Exception {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        if (tls) {
            TestPki.Issued own = PKI.server("127.0.0.1");
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertValue(Buffer.buffer(own.certificate()))
                            .setKeyValue(Buffer.buffer(own.key())));
        }
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(new Connections(1))
                .requestHandler(request -> {
                    request.response().end(Buffer.buffer(page));
                    answered.incrementAndGet();
                });
        return server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
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
        if (!tls) {
            return SocketFactory.getDefault();
        }
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
        return context.getSocketFactory();
    }

    /** Netty's memory, and that which it takes by itself for what is larger than its pool's chunks. */
    private static long outsideOfHeap() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }
}
