// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.clients.RawHttp2Client.Frame;
import io.github.metricsserverprom.clients.RawHttp2Client.Outcome;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.github.metricsserverprom.web.TlsClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2, frame by frame: what a request gets, what HEAD does not get, and what a hostile client cannot tie up. */
class Http2IT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEAP_MIB = 160;
    private static final int WINDOW = 16 * 1024 * 1024;
    private static final int MOST_STREAMS = 16;
    private static final int PROTOCOL_ERROR = 1;
    private static final int REFUSED_STREAM = 7;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final TestPki AUTHORITY = new TestPki("authority");

    private static ExporterProcess program;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        TestPki.Issued issued = AUTHORITY.server("localhost");
        Files.writeString(folder.resolve("tls.crt"), issued.certificate());
        Files.writeString(folder.resolve("tls.key"), issued.key());
        Path web = Files.writeString(
                folder.resolve("web.yml"), "tls_server_config:\n  cert_file: tls.crt\n  key_file: tls.key\n");
        // 2,000 pods: a page of about 2.5 MB.
        program = ExporterProcess.start(
                        Path.of("").toAbsolutePath(),
                        Map.of(
                                "JDK_JAVA_OPTIONS",
                                "-Xmx" + HEAP_MIB + "m",
                                "DEMO_NODES",
                                "20",
                                "DEMO_PODS_PER_NODE",
                                "100"),
                        "--demo",
                        "--web.config.file",
                        web.toString())
                .awaitServing();
        await().atMost(PATIENCE)
                .until(() -> get(program.scrapePort(), "/metrics").body().contains("metrics_server_prom_up 1"));
    }

    @AfterAll
    static void nothingWasLogged() throws Exception {
        String log = program.output();
        program.close();
        assertThat(log).doesNotContain("Exception", " ERROR ", "could not connect", "\tat ");
    }

    @AfterEach
    void othersAreServedAndNothingIsLeft() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> get(program.scrapePort(), "/metrics").statusCode() == 200);
        await().atMost(PATIENCE).until(() -> self("metrics_server_prom_http_unsent_bytes") == 0);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return new TlsClient(AUTHORITY).get(URI.create("https://localhost:" + port + path));
    }

    private static double self(String... parts) throws Exception {
        return get(program.managementPort(), "/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#") && List.of(parts).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static RawHttp2Client client(int port, int window) throws IOException {
        return new RawHttp2Client(new TlsClient(AUTHORITY).client().sslContext(), port, window);
    }

    private static RawHttp2Client client() throws IOException {
        return client(program.scrapePort(), WINDOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/snapshot", "/healthz", "/", "/livez", "/readyz", "/nowhere", "/metrics%zz"})
    void headGetsTheHeadOfGetAndNoContent(String path) throws Exception {
        for (int port : new int[] {program.scrapePort(), program.managementPort()}) {
            try (RawHttp2Client client = client(port, WINDOW)) {
                Outcome get = client.request(1, "GET", path).outcome(1);
                Outcome head = client.request(3, "HEAD", path).outcome(3);

                assertThat(get.content()).isNotEmpty();
                assertThat(head.fate()).isEqualTo("answered");
                assertThat(head.content()).isEmpty();
                if (port == program.scrapePort() || get.status() != 200 || path.endsWith("z")) {
                    assertThat(head.status()).isEqualTo(get.status());
                    assertThat(head.headers().get("content-type"))
                            .isEqualTo(get.headers().get("content-type"));
                    // Times differ from page to page, and by a few bytes their lengths.
                    assertThat(Integer.parseInt(head.headers().get("content-length")))
                            .isBetween(get.content().length * 9 / 10, get.content().length * 11 / 10 + 1);
                }
                assertThat(client.request(5, "GET", "/livez").outcome(5).content())
                        .isEqualTo("ok\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    static Stream<Arguments> requests() {
        String reset = "reset " + PROTOCOL_ERROR;
        return Stream.of(
                of("a scrape", RawHttp2Client.head("GET", "/metrics"), "answered", 200),
                of("an unknown method", RawHttp2Client.head("BREW", "/metrics"), "answered", 405),
                of("TRACE", RawHttp2Client.head("TRACE", "/metrics"), "answered", 405),
                of("POST", RawHttp2Client.head("POST", "/metrics"), "answered", 405),
                of("an unknown path", RawHttp2Client.head("GET", "/nothing"), "answered", 404),
                of("a way out of the root", RawHttp2Client.head("GET", "/../../etc/passwd"), "answered", 404),
                of("a bad escape", RawHttp2Client.head("GET", "/metrics%zz"), "answered", 400),
                of("a path that is none", RawHttp2Client.head("GET", "metrics"), "answered", 404),
                of("a giant header", RawHttp2Client.head("GET", "/metrics", "x", "x".repeat(16_300)), "answered", 431),
                of("a name in capitals", RawHttp2Client.head("GET", "/metrics", "Range", "x"), reset, -1),
                of("a line feed", RawHttp2Client.head("GET", "/metrics", "x", "a\r\nb: c"), reset, -1),
                of("chunks", RawHttp2Client.head("GET", "/metrics", "transfer-encoding", "chunked"), reset, -1),
                of("a connection", RawHttp2Client.head("GET", "/metrics", "connection", "close"), reset, -1),
                of(
                        "a length without content",
                        RawHttp2Client.head("GET", "/metrics", "content-length", "5"),
                        reset,
                        -1),
                of("no path", RawHttp2Client.fields(":method", "GET", ":scheme", "https"), reset, -1),
                of("no method", RawHttp2Client.fields(":path", "/metrics", ":scheme", "https"), reset, -1),
                of("nothing but nonsense", "hello".getBytes(StandardCharsets.US_ASCII), "go away 9", -1));
    }

    private static Arguments of(String name, byte[] head, String fate, int status) {
        return Arguments.of(name, head, fate, status);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void everyRequestHasItsAnswer(String name, byte[] head, String fate, int status) throws Exception {
        try (RawHttp2Client client = client()) {
            client.send(RawHttp2Client.HEADERS, RawHttp2Client.END_STREAM | RawHttp2Client.END_HEADERS, 1, head);
            Outcome outcome = client.outcome(1);

            assertThat(outcome.fate()).isEqualTo(fate);
            assertThat(outcome.status()).isEqualTo(status);
            if (!fate.startsWith("go away")) {
                assertThat(client.request(3, "GET", "/livez").outcome(3).status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void oneConnectionHasSoManyRequestsAtOnceAndNoMore() throws Exception {
        try (RawHttp2Client client = client()) {
            // Without their end, so that they stay.
            for (int i = 0; i <= MOST_STREAMS; i++) {
                client.send(
                        RawHttp2Client.HEADERS,
                        RawHttp2Client.END_HEADERS,
                        2 * i + 1,
                        RawHttp2Client.head("GET", "/metrics"));
            }
            assertThat(client.outcome(2 * MOST_STREAMS + 1).fate()).isEqualTo("reset " + REFUSED_STREAM);
        }
    }

    /** CVE-2023-44487. */
    @Test
    void whoAsksAndTakesItBackAgainAndAgainIsSentAway() throws Exception {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (int stream = 1; stream < 4000; stream += 2) {
            requests.writeBytes(RawHttp2Client.frame(
                    RawHttp2Client.HEADERS,
                    RawHttp2Client.END_STREAM | RawHttp2Client.END_HEADERS,
                    stream,
                    RawHttp2Client.head("GET", "/metrics")));
            requests.writeBytes(RawHttp2Client.frame(RawHttp2Client.RST_STREAM, 0, stream, RawHttp2Client.number(8)));
        }
        assertSentAway(requests.toByteArray());
    }

    static Stream<Arguments> floods() {
        byte[] start = RawHttp2Client.frame(
                RawHttp2Client.HEADERS, RawHttp2Client.END_STREAM, 1, RawHttp2Client.head("GET", "/metrics"));
        byte[] open = RawHttp2Client.frame(
                RawHttp2Client.HEADERS, RawHttp2Client.END_HEADERS, 1, RawHttp2Client.head("GET", "/metrics"));
        return Stream.of(
                Arguments.of(
                        "headers without end (CVE-2024-27316)",
                        start,
                        RawHttp2Client.frame(
                                RawHttp2Client.CONTINUATION, 0, 1, RawHttp2Client.fields("x", "y".repeat(1000)))),
                Arguments.of(
                        "empty parts of headers without end (CVE-2026-33871)",
                        start,
                        RawHttp2Client.frame(RawHttp2Client.CONTINUATION, 0, 1, new byte[0])),
                Arguments.of(
                        "content without content (CVE-2019-9518)",
                        open,
                        RawHttp2Client.frame(RawHttp2Client.DATA, 0, 1, new byte[0])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void aFloodEndsTheConnection(String name, byte[] first, byte[] again) throws Exception {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(first);
        for (int i = 0; i < 1000; i++) {
            frames.writeBytes(again);
        }
        assertSentAway(frames.toByteArray());
    }

    private static void assertSentAway(byte[] frames) throws Exception {
        try (RawHttp2Client client = client()) {
            try {
                client.send(frames);
            } catch (IOException e) {
                // It was sent away before it was done.
                assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed|aborted).*");
            }
            List<Frame> seen = new ArrayList<>();
            for (Frame frame = client.read(); frame != null; frame = client.read()) {
                seen.add(frame);
            }
            assertThat(seen)
                    .filteredOn(frame -> frame.type() == RawHttp2Client.GOAWAY)
                    .extracting(Frame::error)
                    .contains(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void answersThatAreNotReadWaitInABoundedPartOfTheMemory() throws Exception {
        double before = self("metrics_server_prom_http_connections_cut_total", "too_slow", "scrape");
        List<RawHttp2Client> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                RawHttp2Client client = client(program.scrapePort(), 1);
                slow.add(client);
                for (int stream = 1; stream < 2 * MOST_STREAMS; stream += 2) {
                    client.request(stream, "GET", "/metrics");
                }
                await().atMost(PATIENCE)
                        .until(() -> get(program.scrapePort(), "/metrics").statusCode() == 200);
                // Half of the heap, and a page that is longer than the one before.
                assertThat(self("metrics_server_prom_http_unsent_bytes")).isLessThan(0.6 * HEAP_MIB * 1024 * 1024);
            }
            await().atMost(PATIENCE)
                    .until(() -> self("metrics_server_prom_http_connections_cut_total", "too_slow", "scrape") > before);
        } finally {
            for (RawHttp2Client client : slow) {
                client.close();
            }
        }
    }

    @Test
    void aSlowReaderGetsItsPageWhole() throws Exception {
        try (RawHttp2Client client = client(program.scrapePort(), 100)) {
            client.request(1, "GET", "/metrics");
            await().atMost(PATIENCE).until(() -> self("metrics_server_prom_http_unsent_bytes") > 1_000_000);
            client.send(RawHttp2Client.WINDOW_UPDATE, 0, 1, RawHttp2Client.number(WINDOW));
            Outcome page = client.outcome(1);

            assertThat(page.fate()).isEqualTo("answered");
            assertThat(new String(page.content(), StandardCharsets.UTF_8))
                    .endsWith("} 1\n")
                    .contains("metrics_server_prom_up 1");
        }
    }
}
