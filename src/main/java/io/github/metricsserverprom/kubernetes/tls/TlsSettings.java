// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * How TLS is spoken with one API server. Equal when the same connections would be accepted and the same certificate shown.
 *
 * @param authority PEM certificates to trust, and only those; null for those of the JDK
 * @param authoritySource where they are from, for messages
 * @param insecure whether the server's certificate is not checked
 * @param serverName name to expect and to send as SNI; null for the host that is connected to
 * @param identity client certificate to show, null for none
 */
public record TlsSettings(
        byte[] authority, String authoritySource, boolean insecure, String serverName, ClientIdentity identity) {

    private static final char[] NO_PASSWORD = new char[0];

    public TlsSettings {
        authority = authority == null ? null : authority.clone();
    }

    @Override
    public byte[] authority() {
        return authority == null ? null : authority.clone();
    }

    /**
     * Builds the context for connections.
     *
     * @throws AccessException if a certificate or key cannot be read or they do not belong together
     */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return serverName == null ? context : NamedServerContext.of(context, serverName);
        } catch (GeneralSecurityException | IOException e) {
            throw AccessException.configuration(
                    "TLS cannot be set up (" + e.getClass().getSimpleName() + "); check the certificates", e);
        }
    }

    /** The certificates to trust; empty when those of the JDK are used. */
    public List<X509Certificate> authorities() {
        return authority == null ? List.of() : certificates(authority, authoritySource);
    }

    /** The chain of the client certificate, leaf first; empty for none. */
    public List<X509Certificate> clientChain() {
        return identity == null ? List.of() : certificates(identity.certificate(), identity.source());
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        if (identity == null) {
            return new KeyManager[0];
        }
        List<X509Certificate> chain = clientChain();
        PrivateKey key = PrivateKeyReader.read(identity.key(), identity.source());
        PublicKey publicKey = chain.get(0).getPublicKey();
        if (!KeyPairs.match(key, publicKey)) {
            throw AccessException.configuration(identity.source()
                    + ": certificate and key do not belong together; give the key the certificate was issued for");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        if (insecure) {
            return new TrustManager[] {new TrustEverything()};
        }
        if (authority == null) {
            // null stands for the trust store of the JDK
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int index = 0;
        for (X509Certificate certificate : authorities()) {
            store.setCertificateEntry("authority-" + index++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static List<X509Certificate> certificates(byte[] pem, String source) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : Pem.blocks(pem)) {
                if (block.label().endsWith("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw AccessException.configuration(
                    source + ": a certificate is damaged; give certificates in PEM form as the cluster issued them", e);
        }
        if (certificates.isEmpty()) {
            throw AccessException.configuration(
                    source + ": no certificate found; a block -----BEGIN CERTIFICATE----- is expected");
        }
        return certificates;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsSettings that
                && Arrays.equals(authority, that.authority)
                && insecure == that.insecure
                && Objects.equals(serverName, that.serverName)
                && Objects.equals(identity, that.identity);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(authority), insecure, serverName, identity);
    }

    @Override
    public String toString() {
        return "TlsSettings[authority=" + authoritySource + ", insecure=" + insecure + ", serverName=" + serverName
                + ", identity=" + identity + "]";
    }
}
