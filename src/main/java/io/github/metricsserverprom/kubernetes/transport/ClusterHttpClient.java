// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.kubernetes.failure.Diagnoses;
import io.github.metricsserverprom.kubernetes.failure.Diagnosis;
import io.github.metricsserverprom.kubernetes.failure.Diagnosis.Kind;
import io.github.metricsserverprom.model.ReadFailure;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;

/**
 * Sends each request with the session of the moment. A request that is refused (401) or fails in TLS is sent once more when another
 * session can be had, and one whose connection closes before its answer begins once more in any case; nothing blocks, and nothing else
 * is repeated. When there is no credential, or no trust between both sides, the failure is a {@link ReadException} that says why.
 */
public final class ClusterHttpClient
        extends StandardHttpClient<ClusterHttpClient, ClusterHttpClientFactory, ClusterHttpClientBuilder> {

    private static final int UNAUTHORIZED = 401;

    /** What only this side of the connection knows the reason of. */
    private static final Set<Kind> OURS = EnumSet.of(
            Kind.CONFIGURATION,
            Kind.CREDENTIALS,
            Kind.PROXY,
            Kind.TLS,
            Kind.TLS_CLIENT,
            Kind.TLS_EXPIRED,
            Kind.TLS_NAME,
            Kind.TLS_UNTRUSTED);

    private final ClusterHttpClientFactory factory;

    ClusterHttpClient(ClusterHttpClientBuilder builder, AtomicBoolean closed, ClusterHttpClientFactory factory) {
        super(builder, closed);
        this.factory = factory;
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        DiscardableConsumer first = new DiscardableConsumer(consumer);
        return factory.sessions()
                .current()
                .thenCompose(session -> send(session, request, first)
                        .handle((response, failure) -> again(session, request, first, response, failure))
                        .thenCompose(next -> next))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder request, WebSocket.Listener listener) {
        return factory.sessions().current().thenCompose(session -> open(session, request, listener));
    }

    /** The transports belong to the context, not to this client. */
    @Override
    public void doClose() {}

    private CompletableFuture<HttpResponse<AsyncBody>> send(
            Session session, StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        StandardHttpRequest.Builder prepared = request.newBuilder();
        identify(prepared, session);
        return session.transport()
                .send(prepared.build(), consumer)
                .orElseGet(() -> factory.sessions().current().thenCompose(newer -> send(newer, request, consumer)));
    }

    private CompletableFuture<WebSocketResponse> open(
            Session session, StandardWebSocketBuilder request, WebSocket.Listener listener) {
        StandardWebSocketBuilder prepared = request.newBuilder();
        identify(prepared, session);
        return session.transport()
                .open(prepared, listener)
                .orElseGet(() -> factory.sessions().current().thenCompose(newer -> open(newer, request, listener)));
    }

    private CompletionStage<HttpResponse<AsyncBody>> again(
            Session session,
            StandardHttpRequest request,
            DiscardableConsumer first,
            HttpResponse<AsyncBody> response,
            Throwable failure) {
        if (isClosed(failure) && request.body() == null) {
            return factory.sessions().current().thenCompose(current -> send(current, request, first.wanted()));
        }
        boolean refused = response != null ? response.code() == UNAUTHORIZED : isTls(failure);
        if (!refused || request.body() instanceof StandardHttpRequest.InputStreamBodyContent) {
            return finished(response, failure);
        }
        return factory.sessions()
                .replace(session)
                .whenComplete((newer, unavailable) -> {
                    if (response != null && newer != session) {
                        first.discard(response.body());
                    }
                })
                .thenCompose(
                        newer -> newer == session ? finished(response, failure) : send(newer, request, first.wanted()));
    }

    private static CompletableFuture<HttpResponse<AsyncBody>> finished(
            HttpResponse<AsyncBody> response, Throwable failure) {
        return failure == null ? CompletableFuture.completedFuture(response) : CompletableFuture.failedFuture(failure);
    }

    private void identify(BasicBuilder request, Session session) {
        request.setHeader("User-Agent", factory.userAgent());
        if (session.credential().authorization() != null) {
            request.setHeader("Authorization", session.credential().authorization());
        }
        session.impersonation().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    }

    private Throwable explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Diagnosis found = Diagnoses.of(cause, factory.server().toString());
        return OURS.contains(found.kind())
                ? new ReadException(new ReadFailure(0, found.reason(), found.advice()), cause)
                : cause;
    }

    /**
     * Whether the connection was closed or reset before an answer began. It may have been one kept from an earlier request that the
     * server closed at the very moment; a second one is made then, as Go's HTTP client does (net/http, Transport).
     */
    private static boolean isClosed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof HttpClosedException
                || cause instanceof IOException
                        && String.valueOf(cause.getMessage()).startsWith("Connection reset");
    }

    private static boolean isTls(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof SSLException;
    }
}
