// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

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
        return authority == null ? List.of() : KeyStores.certificates(new PemSource(authoritySource, authority));
    }

    /** The chain of the client certificate, leaf first; empty for none. */
    public List<X509Certificate> clientChain() {
        return identity == null
                ? List.of()
                : KeyStores.certificates(new PemSource(identity.source(), identity.certificate()));
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        if (identity == null) {
            return new KeyManager[0];
        }
        PemSource certificate = new PemSource(identity.source(), identity.certificate());
        return KeyStores.keyManagers(certificate, new PemSource(identity.source(), identity.key()));
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        if (insecure) {
            return new TrustManager[] {new TrustEverything()};
        }
        if (authority == null) {
            // null stands for the trust store of the JDK
            return null;
        }
        return KeyStores.trustManagers(new PemSource(authoritySource, authority));
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
