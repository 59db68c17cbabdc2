// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An API server that demands what a test tells it to demand and remembers what it was shown. */
final class ApiServerDouble implements AutoCloseable {

    private static final String NODES =
            "{\"kind\":\"NodeMetricsList\",\"apiVersion\":\"metrics.k8s.io/v1beta1\",\"metadata\":{},\"items\":[]}";
    private static final String UNAUTHORIZED = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
            + "\"status\":\"Failure\",\"message\":\"Unauthorized\",\"reason\":\"Unauthorized\",\"code\":401}";

    /** Authorization headers, in the order they came; "-" for none. */
    final List<String> authorizations = new CopyOnWriteArrayList<>();

    /** Host names the clients sent as SNI; "-" for none. */
    final List<String> serverNames = new CopyOnWriteArrayList<>();

    final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    final Set<String> subjects = ConcurrentHashMap.newKeySet();
    volatile Predicate<HttpServerRequest> admits = request -> true;
    volatile Consumer<HttpServerRequest> answers = request -> request.response()
            .putHeader("Content-Type", "application/json")
            .end(request.path().equals("/version") ? "{\"gitVersion\":\"v1.36.0\"}" : NODES);
    private final HttpServer server;

    private ApiServerDouble(Vertx vertx, HttpServerOptions options) throws Exception {
        server = vertx.createHttpServer(options.setHost("127.0.0.1"))
                .connectionHandler(connection -> {
                    connections.incrementAndGet();
                    connection.closeHandler(closed -> connections.decrementAndGet());
                })
                .requestHandler(this::handle);
        server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static ApiServerDouble plain(Vertx vertx) throws Exception {
        return new ApiServerDouble(vertx, new HttpServerOptions().setPort(0));
    }

    static ApiServerDouble tls(Vertx vertx, TestPki.Issued certificate) throws Exception {
        return tls(vertx, certificate, 0);
    }

    static ApiServerDouble tls(Vertx vertx, TestPki.Issued certificate, int port) throws Exception {
        return new ApiServerDouble(vertx, tlsOptions(certificate).setPort(port));
    }

    /** Asks for client certificates of an authority; whether one is needed is up to {@link #admits}. */
    static ApiServerDouble tls(Vertx vertx, TestPki.Issued certificate, TestPki clients, ClientAuth auth)
            throws Exception {
        HttpServerOptions options = tlsOptions(certificate)
                .setClientAuth(auth)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(clients.certificate())));
        return new ApiServerDouble(vertx, options);
    }

    int openConnections() {
        return connections.get();
    }

    int port() {
        return server.actualPort();
    }

    /** Admits only requests that carry one of these tokens. */
    void demandToken(String... tokens) {
        Set<String> headers = Set.of(tokens);
        admits = request -> {
            String header = request.getHeader("Authorization");
            return header != null && headers.contains(header.replaceFirst("^Bearer ", ""));
        };
    }

    /** Admits only requests over connections with the client certificate of this user. */
    void demandUser(String name) {
        admits = request -> subject(request).equals("CN=" + name);
    }

    @Override
    public void close() throws ExecutionException, TimeoutException {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        authorizations.add(header == null ? "-" : header);
        requests.add(request);
        if (request.isSSL()) {
            String sni = request.connection().indicatedServerName();
            serverNames.add(sni == null ? "-" : sni);
            subjects.add(subject(request));
        }
        if (admits.test(request)) {
            answers.accept(request);
        } else {
            request.response()
                    .setStatusCode(401)
                    .putHeader("Content-Type", "application/json")
                    .end(UNAUTHORIZED);
        }
    }

    private static String subject(HttpServerRequest request) {
        try {
            return ((X509Certificate) request.sslSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (Exception e) {
            return "-";
        }
    }

    private static HttpServerOptions tlsOptions(TestPki.Issued certificate) {
        return new HttpServerOptions()
                .setPort(0)
                .setSsl(true)
                .setSni(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.certificate()))
                        .addKeyValue(Buffer.buffer(certificate.key())));
    }
}
