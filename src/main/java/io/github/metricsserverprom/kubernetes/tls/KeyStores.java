// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What the JDK's TLS wants, made of PEM texts. */
public final class KeyStores {

    private static final char[] NO_PASSWORD = new char[0];

    private KeyStores() {}

    /**
     * A certificate chain, leaf first, and its key, to show to the other side.
     *
     * @throws AccessException if one of them cannot be read or they do not belong together
     */
    public static KeyManager[] keyManagers(PemSource certificate, PemSource key)
            throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = certificates(certificate);
        PrivateKey privateKey = PrivateKeyReader.read(key.text(), key.source());
        if (!KeyPairs.match(privateKey, chain.get(0).getPublicKey())) {
            throw AccessException.configuration(key.source()
                    + ": certificate and key do not belong together; give the key the certificate was issued for");
        }
        KeyStore store = empty();
        store.setKeyEntry("identity", privateKey, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /**
     * Trust in the certificates that these authorities signed, and in no others.
     *
     * @param authorities null for those of the JDK
     * @throws AccessException if they cannot be read
     */
    public static TrustManager[] trustManagers(PemSource authorities) throws GeneralSecurityException, IOException {
        KeyStore store = null;
        if (authorities != null) {
            store = empty();
            int index = 0;
            for (X509Certificate certificate : certificates(authorities)) {
                store.setCertificateEntry("authority-" + index++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /**
     * The certificates of a text in its order, at least one.
     *
     * @throws AccessException if there is none or one is damaged
     */
    public static List<X509Certificate> certificates(PemSource pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : Pem.blocks(pem.text())) {
                if (block.label().endsWith("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw AccessException.configuration(
                    pem.source() + ": a certificate is damaged; give certificates in PEM form as they were issued", e);
        }
        if (certificates.isEmpty()) {
            throw AccessException.configuration(
                    pem.source() + ": no certificate found; a block -----BEGIN CERTIFICATE----- is expected");
        }
        return certificates;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
