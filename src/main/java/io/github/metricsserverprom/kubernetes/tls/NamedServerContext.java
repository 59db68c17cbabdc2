// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A context whose engines take their peer to be called otherwise than the host they are connected to: the JDK derives both SNI and the
 * name check from that name. This is {@code tls-server-name}.
 */
final class NamedServerContext extends SSLContextSpi {

    private static final class Context extends SSLContext {
        private Context(SSLContextSpi spi, SSLContext original) {
            super(spi, original.getProvider(), original.getProtocol());
        }
    }

    private final SSLContext original;
    private final String serverName;

    private NamedServerContext(SSLContext original, String serverName) {
        this.original = original;
        this.serverName = serverName;
    }

    static SSLContext of(SSLContext original, String serverName) {
        return new Context(new NamedServerContext(original, serverName), original);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return original.createSSLEngine(serverName, port);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return original.createSSLEngine(serverName, -1);
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        original.init(keys, trust, random);
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return original.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return original.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return original.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return original.getClientSessionContext();
    }
}
