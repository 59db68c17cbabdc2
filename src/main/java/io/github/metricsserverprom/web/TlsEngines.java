// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.tls.KeyStores;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes the TLS engines of new connections as one {@code tls_server_config} wants them. Thread-safe. */
final class TlsEngines {

    private final TlsServerConfig config;
    private final X509ExtendedKeyManager keys;
    private final SslContext context;
    private final Instant notAfter;

    private TlsEngines(
            TlsServerConfig config,
            X509ExtendedKeyManager keys,
            SSLContext context,
            List<String> alpn,
            Instant notAfter) {
        this.config = config;
        this.keys = keys;
        this.notAfter = notAfter;
        this.context = new JdkSslContext(
                context,
                false,
                config.suites(),
                IdentityCipherSuiteFilter.INSTANCE,
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.FATAL_ALERT,
                        SelectedListenerFailureBehavior.FATAL_ALERT,
                        alpn),
                config.clientAuth().engine(),
                config.versions().toArray(new String[0]),
                false);
    }

    /**
     * Reads certificates and keys.
     *
     * @param http2 whether to offer HTTP/2
     * @throws ConfigException when they cannot be used, naming file, line and field
     */
    static TlsEngines of(TlsServerConfig config, boolean http2) throws ConfigException {
        try {
            KeyManager[] keys = KeyStores.keyManagers(config.certificate(), config.key());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust(config)}, null);
            X509Certificate leaf = KeyStores.certificates(config.certificate()).get(0);
            checkCurve(leaf, config);

            return new TlsEngines(
                    config,
                    (X509ExtendedKeyManager) keys[0],
                    context,
                    http2 ? List.of("h2", "http/1.1") : List.of("http/1.1"),
                    leaf.getNotAfter().toInstant());
        } catch (AccessException e) {
            throw new ConfigException(e.getMessage(), e);
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException(
                    config.certificate().source() + " cannot be used for TLS ("
                            + e.getClass().getSimpleName() + "); check certificate and key",
                    e);
        }
    }

    private static void checkCurve(X509Certificate leaf, TlsServerConfig config) throws ConfigException {
        if (config.groups().isEmpty() || !(leaf.getPublicKey() instanceof ECPublicKey key)) {
            return;
        }
        String curve = "secp" + key.getParams().getCurve().getField().getFieldSize() + "r1";
        if (!config.groups().contains(curve)) {
            throw new ConfigException(config.certificate().source() + ": its key is on the curve " + curve
                    + ", which is not in tls_server_config.curve_preferences; Java wants it there, so add it or delete"
                    + " curve_preferences");
        }
    }

    private static ClientTrust trust(TlsServerConfig config) throws GeneralSecurityException, IOException {
        if (!config.clientAuth().verified()) {
            return new ClientTrust(null, config.allowedSans());
        }
        X509ExtendedTrustManager authorities = Arrays.stream(KeyStores.trustManagers(config.authorities()))
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager"));
        return new ClientTrust(authorities, config.allowedSans());
    }

    /** The engine of one connection. */
    SSLEngine engine(ByteBufAllocator allocator) {
        SSLEngine engine = context.newEngine(allocator);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(config.ownOrder());
        Set<String> groups = config.groups();
        if (!groups.isEmpty()) {
            parameters.setAlgorithmConstraints(new CurveConstraints(groups));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** The settings in Netty's form. */
    SslContext context() {
        return context;
    }

    X509ExtendedKeyManager keys() {
        return keys;
    }

    /** When the certificate that is shown ends to be valid. */
    Instant notAfter() {
        return notAfter;
    }
}
