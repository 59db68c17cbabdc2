// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * Has Vert.x ask for a TLS engine with each connection, so that the connection gets the certificates and rules of the web
 * configuration file that are in force then. {@code HttpServer.updateSSLOptions} would do less (no client authentication)
 * and drops connections that come while it works.
 */
final class LiveTls extends JdkSSLEngineOptions {

    private final Supplier<TlsEngines> engines;

    LiveTls(Supplier<TlsEngines> engines) {
        this.engines = engines;
        // Signatures and the checks of client certificates are not for event loops.
        setUseWorkerThread(true);
    }

    @Override
    public LiveTls copy() {
        return new LiveTls(engines);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return () -> new LiveContext(engines);
    }

    /** A context that is another one from time to time. */
    private static final class LiveContext extends SslContext {

        private final Supplier<TlsEngines> engines;

        LiveContext(Supplier<TlsEngines> engines) {
            this.engines = engines;
        }

        @Override
        public boolean isClient() {
            return false;
        }

        @Override
        public List<String> cipherSuites() {
            return engines.get().context().cipherSuites();
        }

        // The type is deprecated, the method that gives it is abstract all the same.
        @SuppressWarnings("deprecation")
        @Override
        public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
            return engines.get().context().applicationProtocolNegotiator();
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator) {
            return engines.get().engine(allocator);
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
            return newEngine(allocator);
        }

        @Override
        public SSLSessionContext sessionContext() {
            return engines.get().context().sessionContext();
        }
    }
}
