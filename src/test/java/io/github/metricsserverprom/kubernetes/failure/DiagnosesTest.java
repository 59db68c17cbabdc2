// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.netty.channel.ConnectTimeoutException;
import java.net.NoRouteToHostException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures that no test can bring about over loopback; the others are rows of the start-up report's test. */
class DiagnosesTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new ConnectTimeoutException("connection timed out after 2000 ms: /192.0.2.1:443"),
                        Diagnosis.Kind.CONNECT,
                        "S: no connection within the connect timeout; check that address and port can be reached from"
                                + " here: firewall, VPN, security group"),
                Arguments.of(
                        new NoRouteToHostException("x"),
                        Diagnosis.Kind.CONNECT,
                        "S: no route to the host; check the network between here and the cluster"),
                Arguments.of(
                        caused(new SSLHandshakeException("x"), new CertificateNotYetValidException("x")),
                        Diagnosis.Kind.TLS_EXPIRED,
                        "S: the server's certificate is not valid yet; check the clock here"),
                Arguments.of(
                        new SSLHandshakeException("Received fatal alert: protocol_version"),
                        Diagnosis.Kind.TLS,
                        "S: the server ended TLS (protocol_version); check host name, port and tls-server-name"),
                Arguments.of(
                        new CompletionException(new TimeoutException()),
                        Diagnosis.Kind.TIMEOUT,
                        "S: no answer in time; raise the deadline or look at the load of the API server"),
                Arguments.of(
                        AccessException.credentials("plugin failed; run it by hand"),
                        Diagnosis.Kind.CREDENTIALS,
                        "plugin failed; run it by hand"),
                Arguments.of(
                        new KubernetesClientException(
                                "x",
                                403,
                                new StatusBuilder()
                                        .withMessage("pods is forbidden")
                                        .build()),
                        Diagnosis.Kind.FORBIDDEN,
                        "S forbids it (403, pods is forbidden); bind a role that allows it to this user or service"
                                + " account"),
                Arguments.of(
                        new KubernetesClientException("x", new IllegalStateException("secret")),
                        Diagnosis.Kind.OTHER,
                        "S: IllegalStateException; set exporter.log-level=debug and look again"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasOneLineOfItsOwn(Throwable failure, Diagnosis.Kind kind, String text) {
        Diagnosis diagnosis = Diagnoses.of(failure, "S");
        assertThat(diagnosis.kind()).isEqualTo(kind);
        assertThat(diagnosis.text()).isEqualTo(text);
        assertThat(Diagnoses.of(new RuntimeException(failure), "S")).isEqualTo(diagnosis);
    }

    @Test
    void messageOfTheServerIsShortenedAndKeptOnOneLine() {
        Diagnosis diagnosis = Diagnoses.ofStatus(503, "no\nendpoints " + "x".repeat(1000), "S");
        assertThat(diagnosis.reason())
                .startsWith("S cannot serve it now (503, no endpoints xxx")
                .endsWith("xxx...)")
                .hasSizeLessThan(360);
    }

    private static Throwable caused(Throwable failure, Throwable cause) {
        return failure.initCause(cause);
    }
}
