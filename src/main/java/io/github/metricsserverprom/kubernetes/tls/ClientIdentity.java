// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import java.util.Arrays;

/** A client certificate chain and its key in PEM form. Equal when the bytes are; prints no content. */
public final class ClientIdentity {

    private final byte[] certificate;
    private final byte[] key;
    private final String source;

    /**
     * @param source where both are from, for messages
     */
    public ClientIdentity(byte[] certificate, byte[] key, String source) {
        this.certificate = certificate.clone();
        this.key = key.clone();
        this.source = source;
    }

    byte[] certificate() {
        return certificate.clone();
    }

    byte[] key() {
        return key.clone();
    }

    String source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientIdentity that
                && Arrays.equals(certificate, that.certificate)
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(certificate);
    }

    @Override
    public String toString() {
        return "client certificate of " + source;
    }
}
