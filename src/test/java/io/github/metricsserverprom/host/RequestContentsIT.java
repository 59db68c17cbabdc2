// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A route of an operator's own that takes contents: what bad ones get, and that nothing is logged of them. */
class RequestContentsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MIB = 1024 * 1024;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningExporter exporter;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path home = RunningExporter.install(folder);
        Files.writeString(
                home.resolve("routes/takes.camel.yaml"),
                """
                - route:
                    id: takes
                    description: Answers with the content that it got.
                    from:
                      uri: platform-http:/takes
                      parameters:
                        httpMethodRestrict: POST
                      steps:
                        - setBody:
                            simple: "got ${body}"
                """);
        exporter = RunningExporter.start(home);
        log.start();
        root().addAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @AfterEach
    void nothingIsLogged() {
        root().detachAppender(log);
        exporter.close();
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    private Socket send(String headers, String content) throws IOException {
        Socket socket = new Socket("127.0.0.1", exporter.scrape("/").getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String request = "POST /takes HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n" + content;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static int status(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                .readLine();
        return Integer.parseInt(line.split(" ")[1]);
    }

    static Stream<Arguments> contents() {
        String form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ";
        return Stream.of(
                Arguments.of("Content-Length: 3", "abc", 200),
                Arguments.of("Content-Length: 2000000", "abc", 413),
                Arguments.of("Expect: miracles\r\nContent-Length: 3", "abc", 417),
                Arguments.of(form + 5, "%zz=%", 400),
                Arguments.of(form + 4000, "a=1&".repeat(1000), 400));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void aContentHasItsStatus(String headers, String content, int status) throws Exception {
        try (Socket socket = send(headers, content)) {
            assertThat(status(socket)).isEqualTo(status);
        }
    }

    @Test
    void whoGoesAwayBeforeTheEndIsNobodysError() throws Exception {
        for (int i = 0; i < 10; i++) {
            Socket socket = send("Content-Length: 100", "abc");
            if (i % 2 == 0) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        }
        await().atMost(PATIENCE)
                .until(() -> exporter.self("metrics_server_prom_http_connections{port=\"scrape\"") == 0);
    }

    @Test
    void contentsThatAreUnderWayHaveAPartOfTheMemoryAndScrapesNeedNone() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            long most = Runtime.getRuntime().maxMemory() / 8 / MIB;
            for (int i = 0; i <= most; i++) {
                open.add(send("Content-Length: " + MIB, "abc"));
            }
            assertThat(status(open.get(open.size() - 1))).isEqualTo(503);
            assertThat(exporter.get(exporter.scrape("/metrics")).statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        await().atMost(PATIENCE).until(() -> {
            try (Socket socket = send("Content-Length: 3", "abc")) {
                return status(socket) == 200;
            }
        });
    }
}
