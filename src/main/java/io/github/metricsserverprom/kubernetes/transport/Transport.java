// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.vertx.VertxHttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.github.metricsserverprom.kubernetes.proxy.ProxySettings;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A pool of connections made under one set of {@link HttpSettings}. Once retired it takes no new requests and closes when the last
 * answer has been read, or after {@link #LONGEST_FAREWELL}, because a watch may never end. Thread-safe.
 */
public final class Transport {

    /** How long a retired transport waits for answers that are still being read. */
    public static final Duration LONGEST_FAREWELL = Duration.ofSeconds(60);

    /** As much as Netty reads from a socket at once (AdaptiveRecvByteBufAllocator). */
    private static final int READ_BYTES = 1 << 16;

    private final Vertx vertx;
    private final HttpSettings settings;
    private final VertxHttpClient<VertxHttpClientFactory> client;
    private int inFlight;
    private boolean retired;

    /**
     * Opens no connection yet.
     *
     * @throws io.github.metricsserverprom.kubernetes.failure.AccessException if the TLS settings cannot work
     */
    public Transport(HttpSettings settings, Vertx vertx) {
        this.vertx = vertx;
        this.settings = settings;
        this.client = builder(settings, vertx).build();
    }

    public HttpSettings settings() {
        return settings;
    }

    /** Requests whose answers are still being read. */
    public synchronized int inFlight() {
        return inFlight;
    }

    /** Takes no new requests from now on. */
    public synchronized void retire() {
        if (retired) {
            return;
        }
        retired = true;
        if (inFlight == 0) {
            client.close();
        } else {
            vertx.setTimer(LONGEST_FAREWELL.toMillis(), timer -> client.close());
        }
    }

    /** Sends a request; empty when the transport is retired. */
    Optional<CompletableFuture<HttpResponse<AsyncBody>>> send(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return enter(() -> client.consumeBytesDirect(request, consumer)
                .whenComplete((response, failure) -> {
                    if (failure != null) {
                        leave();
                    } else {
                        response.body().done().whenComplete((nothing, broken) -> leave());
                    }
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure))));
    }

    /** Opens a web socket; empty when the transport is retired. An open web socket does not delay closing. */
    Optional<CompletableFuture<WebSocketResponse>> open(StandardWebSocketBuilder request, WebSocket.Listener listener) {
        return enter(() -> client.buildWebSocketDirect(request, listener).whenComplete((socket, failure) -> leave()));
    }

    private <T> Optional<CompletableFuture<T>> enter(Supplier<CompletableFuture<T>> start) {
        synchronized (this) {
            if (retired) {
                return Optional.empty();
            }
            inFlight++;
        }
        try {
            return Optional.of(start.get());
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    /** With a proxy in between it is the proxy that cannot be connected to: the failure says so by its type. */
    private Throwable explained(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean unreachable = cause instanceof ConnectException || cause instanceof UnknownHostException;
        return settings.proxy() != null && unreachable && !(cause instanceof ProxyConnectException)
                ? new ProxyConnectException("cannot connect to " + settings.proxy(), cause)
                : cause;
    }

    private synchronized void leave() {
        inFlight--;
        if (retired && inFlight == 0) {
            client.close();
        }
    }

    private static VertxHttpClientBuilder<VertxHttpClientFactory> builder(HttpSettings settings, Vertx vertx) {
        VertxHttpClientFactory factory = new VertxHttpClientFactory(vertx);
        SSLContext context =
                settings.server().getScheme().equals("https") ? settings.tls().context() : null;
        Builder builder = new Builder(factory, vertx, context);
        // With fabric8's logger at TRACE this one would print the Authorization header.
        builder.addOrReplaceInterceptor("HttpLogging", null);
        builder.connectTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        ProxySettings proxy = settings.proxy();
        if (proxy != null) {
            builder.proxyType(proxy.type());
            builder.proxyAddress(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
            if (proxy.authorization() != null) {
                builder.proxyAuthorization(HttpClientUtils.basicCredentials(proxy.authorization()));
            }
        }
        return builder;
    }

    /** The builder of fabric8 makes a context of its own from key and trust managers; this one is given ours. */
    private static final class Builder extends VertxHttpClientBuilder<VertxHttpClientFactory> {

        Builder(VertxHttpClientFactory factory, Vertx vertx, SSLContext context) {
            super(factory, new WholeReads((VertxInternal) vertx));
            this.sslContext = context;
        }
    }

    /**
     * Its clients hand on what they read from a socket in one piece; in pieces of 8 KiB, the default of Vert.x, a list of 5,000
     * pods changes threads 300 times. The builder of fabric8 has no option for it.
     */
    private static final class WholeReads extends VertxWrapper {

        WholeReads(VertxInternal vertx) {
            super(vertx);
        }

        @Override
        public HttpClient createHttpClient(HttpClientOptions options) {
            return super.createHttpClient(options.setMaxChunkSize(READ_BYTES));
        }
    }
}
