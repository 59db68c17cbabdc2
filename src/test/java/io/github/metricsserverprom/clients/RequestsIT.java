// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.clients.RawClient.Answer;
import io.github.metricsserverprom.testing.ExporterProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of all kinds, byte by byte, and the status and fate of the connection that each must have. */
class RequestsIT {

    private static final String HOST = "Host: a\r\n";
    private static ExporterProcess program;

    @BeforeAll
    static void start() throws Exception {
        program = ExporterProcess.start(Path.of("").toAbsolutePath(), Map.of("JDK_JAVA_OPTIONS", "-Xmx128m"), "--demo")
                .awaitServing();
    }

    @AfterAll
    static void nothingWasLogged() throws Exception {
        String log = program.output();
        program.close();
        assertThat(log).doesNotContain("Exception", " ERROR ", " WARN ", "\tat ");
    }

    @AfterEach
    void othersAreServed() throws Exception {
        assertThat(program.get("/metrics").statusCode()).isEqualTo(200);
    }

    /** What the connection does after the answer. */
    private enum Then {
        STAYS,
        CLOSES
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                of("a scrape", "GET /metrics HTTP/1.1\r\n" + HOST + "\r\n", 200, Then.STAYS),
                of("HTTP/1.0", "GET /metrics HTTP/1.0\r\n\r\n", 200, Then.CLOSES),
                of("HTTP/1.0 keep-alive", "GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, Then.STAYS),
                of(
                        "Connection: close",
                        "GET /metrics HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n",
                        200,
                        Then.CLOSES),
                of("a range", "GET /metrics HTTP/1.1\r\n" + HOST + "Range: bytes=0-9\r\n\r\n", 200, Then.STAYS),
                of(
                        "a body of a GET",
                        "GET /metrics HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc",
                        200,
                        Then.STAYS),
                of("a form that is none", form("multipart/form-data; boundary=x", "--x\r\nContent-"), 200, Then.STAYS),
                of("a form without a boundary", form("multipart/form-data", "abc"), 200, Then.STAYS),
                of("another host's URL", "GET http://elsewhere/metrics HTTP/1.1\r\n" + HOST + "\r\n", 200, Then.STAYS),
                of("no Host", "GET /metrics HTTP/1.1\r\n\r\n", 400, Then.STAYS),
                of("unknown path", "GET /nothing HTTP/1.1\r\n" + HOST + "\r\n", 404, Then.STAYS),
                of("a way out of the root", "GET /../../etc/passwd HTTP/1.1\r\n" + HOST + "\r\n", 404, Then.STAYS),
                of("an encoded way out", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + "\r\n", 404, Then.STAYS),
                of("an encoded null", "GET /metrics%00 HTTP/1.1\r\n" + HOST + "\r\n", 404, Then.STAYS),
                of("a bad escape", "GET /metrics%zz HTTP/1.1\r\n" + HOST + "\r\n", 400, Then.STAYS),
                of("POST", "POST /metrics HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n", 405, Then.STAYS),
                of("TRACE", "TRACE /metrics HTTP/1.1\r\n" + HOST + "\r\n", 405, Then.STAYS),
                of("an unknown method", "BREW /metrics HTTP/1.1\r\n" + HOST + "\r\n", 405, Then.STAYS),
                of("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n", 404, Then.STAYS),
                of("CONNECT", "CONNECT elsewhere:443 HTTP/1.1\r\n" + HOST + "\r\n", 404, Then.STAYS),
                of("HTTP/2 with prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 501, Then.CLOSES),
                of(
                        "an upgrade to HTTP/2",
                        "GET /metrics HTTP/1.1\r\n" + HOST
                                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
                        200,
                        Then.STAYS),
                of(
                        "a web socket",
                        "GET /metrics HTTP/1.1\r\n" + HOST
                                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                        200,
                        Then.STAYS),
                of("a giant URL", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414, Then.CLOSES),
                of(
                        "a giant header",
                        "GET /metrics HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(20_000) + "\r\n\r\n",
                        431,
                        Then.CLOSES),
                of(
                        "many headers",
                        "GET /metrics HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(20_000) + "\r\n",
                        431,
                        Then.CLOSES),
                of("not HTTP", "hello\r\n\r\n", 400, Then.CLOSES),
                of("an unknown version", "GET /metrics HTTP/9.9\r\n" + HOST + "\r\n", 501, Then.CLOSES),
                of(
                        "two different lengths",
                        "POST /metrics HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                        400,
                        Then.CLOSES),
                of(
                        "a list of lengths",
                        "POST /metrics HTTP/1.1\r\n" + HOST + "Content-Length: 5, 6\r\n\r\nabcdef",
                        400,
                        Then.CLOSES),
                of(
                        "a negative length",
                        "POST /metrics HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n",
                        400,
                        Then.CLOSES),
                of(
                        "a length that is no number",
                        "POST /metrics HTTP/1.1\r\n" + HOST + "Content-Length: +5\r\n\r\nabcde",
                        400,
                        Then.CLOSES),
                of(
                        "length and chunks",
                        "POST /metrics HTTP/1.1\r\n" + HOST
                                + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
                        400,
                        Then.CLOSES),
                of(
                        "chunks",
                        "GET /metrics HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        200,
                        Then.CLOSES),
                of(
                        "a chunk extension",
                        "GET /metrics HTTP/1.1\r\n" + HOST
                                + "Transfer-Encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\n\r\n",
                        200,
                        Then.CLOSES),
                of(
                        "an encoding that is not known",
                        "GET /metrics HTTP/1.1\r\n" + HOST + "Transfer-Encoding: xchunked\r\n\r\n",
                        200,
                        Then.CLOSES),
                of("a folded header", "GET /metrics HTTP/1.1\r\n" + HOST + "X: a\r\n b\r\n\r\n", 200, Then.STAYS),
                of(
                        "a space before the colon",
                        "GET /metrics HTTP/1.1\r\n" + HOST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                        400,
                        Then.CLOSES),
                of("a header without name", "GET /metrics HTTP/1.1\r\n" + HOST + ": x\r\n\r\n", 200, Then.STAYS),
                of("bare line feeds", "GET /metrics HTTP/1.1\nHost: a\n\n", 400, Then.CLOSES),
                of(
                        "a bare carriage return",
                        "GET /metrics HTTP/1.1\r\n" + HOST + "X: a\rY: b\r\n\r\n",
                        400,
                        Then.CLOSES));
    }

    private static Arguments of(String name, String request, int status, Then then) {
        return Arguments.of(name, request, status, then);
    }

    private static String form(String type, String content) {
        return "GET /metrics HTTP/1.1\r\n" + HOST + "Content-Type: " + type + "\r\nContent-Length: " + content.length()
                + "\r\n\r\n" + content;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void everyRequestHasItsStatus(String name, String request, int status, Then then) throws Exception {
        try (RawClient client = new RawClient(program.scrapePort())) {
            Answer answer = client.send(request).read();

            assertThat(answer.status()).as(answer.head()).isEqualTo(status);
            if (then == Then.STAYS) {
                assertThat(client.send(RawClient.GET).read().status()).isEqualTo(200);
            } else {
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void aPageHasItsLengthAndHeadSaysTheSame() throws Exception {
        try (RawClient client = new RawClient(program.scrapePort())) {
            Answer page = client.send(RawClient.GET).read();
            Answer head = client.send(RawClient.GET.replace("GET", "HEAD")).read(false);

            assertThat(page.header("Content-Length")).isEqualTo(Integer.toString(page.body().length));
            assertThat(page.head()).doesNotContainIgnoringCase("Transfer-Encoding");
            assertThat(page.text()).endsWith("\n").contains("metrics_server_prom_up 1");
            assertThat(head.status()).isEqualTo(200);
            assertThat(Integer.parseInt(head.header("Content-Length")))
                    .isBetween(page.body().length - 100, page.body().length + 100);
            assertThat(client.send(RawClient.GET).read().status())
                    .as("nothing of a body came after HEAD")
                    .isEqualTo(200);
        }
    }

    @Test
    void aCompressedPageHasItsLengthToo() throws Exception {
        try (RawClient client = new RawClient(program.scrapePort())) {
            Answer page = client.send("GET /metrics HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                    .read();

            assertThat(page.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(page.header("Content-Length")).isEqualTo(Integer.toString(page.body().length));
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        try (RawClient client = new RawClient(program.scrapePort())) {
            client.send(
                    "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n" + RawClient.GET + "GET /no HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(List.of(
                            client.read().text(),
                            client.read().header("Content-Type"),
                            client.read().text()))
                    .containsExactly("ok\n", "text/plain; version=0.0.4; charset=utf-8", "not found: /no\n");
        }
    }

    @Test
    void whatIsHiddenInABodyIsNotAnswered() throws Exception {
        try (RawClient client = new RawClient(program.scrapePort())) {
            client.send("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "0\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }
}
