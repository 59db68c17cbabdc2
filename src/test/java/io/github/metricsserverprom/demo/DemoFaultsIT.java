// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults on the wire, seen through a plain socket. */
class DemoFaultsIT {
    private static final String HEAD_END = "\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final DemoCluster cluster = DemoCluster.start(vertx, DemoOptions.defaults(), new StepClock());
    private final DemoHttp http = new DemoHttp(cluster);

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close();
    }

    /** How a connection behaved. */
    private record Seen(String text, boolean reset, boolean silent) {
        boolean ended() {
            return !reset && !silent;
        }
    }

    @Test
    void latencyDelaysTheUsualAnswer() {
        cluster.faults().set(DemoTarget.NODE_METRICS, Fault.latency(Duration.ofMillis(300)));
        long start = System.nanoTime();

        assertThat(http.get(DemoHttp.NODE_METRICS).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    }

    @Test
    void hangingBeforeHeadersSendsNothing() throws IOException {
        cluster.faults().set(DemoTarget.POD_METRICS, Fault.hang(Fault.Where.BEFORE_HEADERS));
        Seen seen = fetch(DemoHttp.POD_METRICS);

        assertThat(seen.text()).isEmpty();
        assertThat(seen.silent()).isTrue();
    }

    @Test
    void hangingAfterHeadersSendsOnlyThem() throws IOException {
        cluster.faults().set(DemoTarget.POD_METRICS, Fault.hang(Fault.Where.AFTER_HEADERS));
        Seen seen = fetch(DemoHttp.POD_METRICS);

        assertThat(seen.text()).startsWith("HTTP/1.1 200 OK").endsWith(HEAD_END);
        assertThat(seen.silent()).isTrue();
    }

    @Test
    void hangingInMidBodySendsSomeOfIt() throws IOException {
        cluster.faults().set(DemoTarget.POD_METRICS, Fault.hang(Fault.Where.MID_BODY));
        Seen seen = fetch(DemoHttp.POD_METRICS);

        assertThat(seen.text()).contains("PodMetricsList").doesNotEndWith("\r\n0" + HEAD_END);
        assertThat(seen.silent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Fault.Where.class)
    void aResetIsSeenAsReset(Fault.Where where) throws IOException {
        cluster.faults().set(DemoTarget.PODS, Fault.reset(where));

        assertThat(fetch(DemoHttp.PODS).reset()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Fault.Where.class)
    void aHalfClosedConnectionEndsButStillTakesBytes(Fault.Where where) throws IOException {
        cluster.faults().set(DemoTarget.NODE_METRICS, Fault.halfClose(where));
        try (Socket socket = open(DemoHttp.NODE_METRICS)) {
            Seen seen = read(socket);

            assertThat(seen.ended()).isTrue();
            assertThat(seen.text().isEmpty()).isEqualTo(where == Fault.Where.BEFORE_HEADERS);
            socket.getOutputStream().write('x');
            socket.getOutputStream().write('x');
        }
    }

    @Test
    void aTruncatedAnswerPromisesMoreThanItSends() throws IOException {
        cluster.faults().set(DemoTarget.NODE_METRICS, Fault.truncate());
        Seen seen = fetch(DemoHttp.NODE_METRICS);
        String body = seen.text().substring(seen.text().indexOf(HEAD_END) + 4);
        int promised = Integer.parseInt(seen.text().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));

        assertThat(seen.ended()).isTrue();
        assertThat(body.length()).isBetween(1, promised - 1);
        assertThatThrownBy(() -> http.get(DemoHttp.NODE_METRICS)).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void aCompressedAnswerBreaksToo() throws IOException {
        cluster.faults().set(DemoTarget.PODS, Fault.truncate());
        Seen seen = fetch(DemoHttp.PODS, "Accept-Encoding: gzip\r\n");

        assertThat(seen.text()).contains("Content-Encoding: gzip").doesNotEndWith("\r\n0" + HEAD_END);
        assertThat(seen.ended()).isTrue();
    }

    @Test
    void garbageIsNoJson() {
        cluster.faults().set(DemoTarget.POD_METRICS, Fault.garbage());
        HttpResponse<String> answer = http.get(DemoHttp.POD_METRICS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> DemoHttp.JSON.readTree(answer.body())).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void anyReplyCanBeSet() {
        cluster.faults().set(DemoTarget.POD_METRICS, Fault.reply(418, "text/html", "<p>tea</p>"));
        HttpResponse<String> answer = http.get(DemoHttp.POD_METRICS);

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(answer.body()).isEqualTo("<p>tea</p>");
    }

    @Test
    void aFaultHoldsForItsTargetUntilItIsUsedUpOrCleared() {
        cluster.faults().set(DemoTarget.POD_METRICS, Fault.recorded(RecordedError.TIMEOUT), 2);
        cluster.faults().set(DemoTarget.NODE_METRICS, Fault.recorded(RecordedError.TIMEOUT));

        assertThat(http.get(DemoHttp.PODS).statusCode()).isEqualTo(200);
        assertThat(http.get(DemoHttp.POD_METRICS).statusCode()).isEqualTo(504);
        assertThat(http.get(DemoHttp.POD_METRICS).statusCode()).isEqualTo(504);
        assertThat(http.get(DemoHttp.POD_METRICS).statusCode()).isEqualTo(200);
        assertThat(http.get(DemoHttp.NODE_METRICS).statusCode()).isEqualTo(504);
        cluster.faults().clear();
        assertThat(http.get(DemoHttp.NODE_METRICS).statusCode()).isEqualTo(200);
    }

    @Test
    void aWatchCanFailAsWell() throws IOException {
        String watch = DemoHttp.PODS + "?watch=true";
        cluster.faults().set(DemoTarget.PODS_WATCH, Fault.recorded(RecordedError.SERVICE_UNAVAILABLE));
        assertThat(http.get(watch).statusCode()).isEqualTo(503);
        cluster.faults().set(DemoTarget.PODS_WATCH, Fault.hang(Fault.Where.AFTER_HEADERS));

        Seen seen = fetch(watch);
        assertThat(seen.text()).startsWith("HTTP/1.1 200 OK").endsWith(HEAD_END);
        assertThat(seen.silent()).isTrue();
    }

    @Test
    void requestsAreCounted() throws IOException {
        http.get(DemoHttp.POD_METRICS);
        http.get(DemoHttp.POD_METRICS);
        cluster.faults().set(DemoTarget.PODS, Fault.hang(Fault.Where.BEFORE_HEADERS));
        DemoTraffic traffic = cluster.traffic();
        try (Socket one = open(DemoHttp.PODS);
                Socket two = open(DemoHttp.PODS)) {
            await().untilAsserted(
                            () -> assertThat(traffic.of(DemoTarget.PODS).open()).isEqualTo(2));
            assertThat(List.of(one.isConnected(), two.isConnected())).containsOnly(true);
        }

        await().untilAsserted(() -> assertThat(traffic.all().open()).isZero());
        assertThat(traffic.of(DemoTarget.PODS).mostOpen()).isEqualTo(2);
        assertThat(traffic.of(DemoTarget.POD_METRICS).requests()).isEqualTo(2);
        assertThat(traffic.of(DemoTarget.POD_METRICS).bytes()).isGreaterThan(2L * 10_000);
        assertThat(traffic.all().requests()).isEqualTo(4);
    }

    @Test
    void aWatchThatTheClientLeavesIsForgotten() throws IOException {
        try (Socket socket = open(DemoHttp.PODS + "?watch=true")) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(cluster.traffic().of(DemoTarget.PODS_WATCH).open()).isEqualTo(1);
        }

        await().untilAsserted(() ->
                assertThat(cluster.traffic().of(DemoTarget.PODS_WATCH).open()).isZero());
    }

    private Seen fetch(String path, String... headers) throws IOException {
        try (Socket socket = open(path, headers)) {
            return read(socket);
        }
    }

    private Socket open(String path, String... headers) throws IOException {
        Socket socket = new Socket("127.0.0.1", cluster.port());
        socket.setSoTimeout(400);
        String request = "GET " + path + " HTTP/1.1\r\nHost: demo\r\n" + String.join("", headers) + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Seen read(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.append((char) b);
            }
            return new Seen(text.toString(), false, false);
        } catch (SocketTimeoutException e) {
            return new Seen(text.toString(), false, true);
        } catch (SocketException e) {
            return new Seen(text.toString(), true, false);
        }
    }
}
