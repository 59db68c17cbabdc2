// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.model.ReadFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Words for what no recorded answer shows; those are in FailureIT. */
class FailuresTest {

    private static final String REACH = "; check that the API server runs and can be reached from here";
    private static final String TIME =
            "no complete answer from https://api:6443 within 9.5 s; look at the API server's load, or raise Prometheus'"
                    + " scrape_timeout (exporter.timeout without one)";

    private final Failures failures =
            new Failures("https://api:6443/", "pods.metrics.k8s.io", Deadline.in(Duration.ofMillis(9500)));

    static Stream<Arguments> connections() {
        String dns =
                "cannot resolve the host of https://api:6443; check the server's name in the kubeconfig and the DNS"
                        + " of this machine";
        return Stream.of(
                Arguments.of(new UnknownHostException("api"), dns),
                Arguments.of(new IOException("Failed to resolve 'api' [A(1)] after 2 queries"), dns),
                Arguments.of(
                        new IOException(new SSLHandshakeException("PKIX path building failed")),
                        "no TLS connection to https://api:6443: PKIX path building failed; check certificate-authority"
                                + " and tls-server-name of the cluster in the kubeconfig"),
                Arguments.of(
                        new SSLHandshakeException("bad").initCause(new CertPathBuilderException("no path")),
                        "no TLS connection to https://api:6443: no path; check certificate-authority and"
                                + " tls-server-name of the cluster in the kubeconfig"),
                Arguments.of(
                        new IOException(new CertificateExpiredException("NotAfter: yesterday")),
                        "no TLS connection to https://api:6443: its certificate has expired (NotAfter: yesterday); renew"
                                + " the certificate of the API server; if it is not so old, set the clock of this machine"),
                Arguments.of(
                        new UnknownHostException("api").initCause(new IOException("Query failed with NXDOMAIN")),
                        "cannot resolve the host of https://api:6443; check the server's name in the kubeconfig and the"
                                + " DNS of this machine"),
                Arguments.of(
                        new IOException(new ConnectException("Connection refused: api/10.0.0.1:6443")),
                        "cannot connect to https://api:6443: connection refused" + REACH),
                Arguments.of(
                        new NoRouteToHostException("No route to host"),
                        "cannot connect to https://api:6443: no route to host" + REACH),
                Arguments.of(new SocketTimeoutException("x"), TIME),
                Arguments.of(new IOException(new TimeoutException("x")), TIME),
                Arguments.of(new IOException("The timeout period of 1000ms has been exceeded"), TIME),
                Arguments.of(new ConnectException("connection timed out: api/10.0.0.1:6443"), TIME),
                Arguments.of(
                        new IOException("Connection reset\n\tby peer"),
                        "the connection to https://api:6443 broke: the server closed it" + REACH),
                Arguments.of(
                        new IOException("Connection was closed"),
                        "the connection to https://api:6443 broke: the server closed it" + REACH),
                Arguments.of(
                        new IOException("Broken\n\tpipe"),
                        "the connection to https://api:6443 broke: Broken pipe" + REACH),
                Arguments.of(
                        new IllegalStateException(),
                        "the connection to https://api:6443 broke: IllegalStateException" + REACH));
    }

    @ParameterizedTest
    @MethodSource("connections")
    void saysWhatBrokeAndWhatToDo(Throwable cause, String text) {
        ReadException failure = failures.connection(cause);

        assertThat(failure).hasMessage(text).hasCause(cause);
        assertThat(failure.failure().status()).isZero();
    }

    @Test
    void whatTheClientExplainedItselfIsPassedOn() {
        ReadException explained = new ReadException(new ReadFailure(0, "no token", "log in again"));

        assertThat(failures.connection(new CompletionException(explained))).isSameAs(explained);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|boom|500 Internal Server Error: boom; look at metrics-server: kubectl -n kube-system get pods -l"
                        + " k8s-app=metrics-server",
                "504|''|504 Gateway Timeout; look at metrics-server: kubectl -n kube-system get pods -l"
                        + " k8s-app=metrics-server",
                "418|teapot|418 HTTP error: teapot; look at the API server and at proxies before it",
                "401|{\"message\":7}|401 Unauthorized: 7; check the credentials of the kubeconfig's user, or the service"
                        + " account's token",
                "401|{\"message\"|401 Unauthorized: {\"message\"; check the credentials of the kubeconfig's user, or the"
                        + " service account's token"
            })
    void saysWhatTheServerAnswered(int code, String body, String text) {
        assertThat(failures.status(code, body.getBytes(StandardCharsets.UTF_8), null))
                .hasMessage(text);
    }

    @Test
    void aLongAnswerIsCutAndStaysOnOneLine() {
        String body = "line\r\n".repeat(10_000);

        ReadException failure = failures.status(500, body.getBytes(StandardCharsets.UTF_8), null);

        assertThat(failure.failure().reason())
                .hasSizeLessThan(400)
                .endsWith("...")
                .doesNotContain("\n", "\r");
    }

    @Test
    void adviceForThePodsApiIsNotToInstallMetricsServer() {
        Failures pods = new Failures("https://api", "pods", Deadline.in(Duration.ofSeconds(1)));

        assertThat(pods.status(404, new byte[0], null))
                .hasMessage("404 Not Found; check the server's URL in the kubeconfig");
        assertThat(pods.status(503, new byte[0], null)).hasMessage("503 Service Unavailable; look at the API server");
    }
}
