// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.kubernetes.tls.KeyStores;
import io.github.metricsserverprom.kubernetes.tls.PemSource;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;

/** A client that trusts an authority, and can be narrow-minded about TLS. Each request makes a connection of its own. */
public final class TlsClient {

    private final TestPki authority;
    private TestPki.Issued identity;
    private final SSLParameters parameters = new SSLParameters();
    private HttpClient.Version version = HttpClient.Version.HTTP_1_1;

    public TlsClient(TestPki authority) {
        this.authority = authority;
        // Without, the client does not offer HTTP/2 at all.
        parameters.setProtocols(new String[] {"TLSv1.2", "TLSv1.3"});
    }

    public TlsClient showing(TestPki.Issued certificate) {
        identity = certificate;
        return this;
    }

    TlsClient speaking(String... protocols) {
        parameters.setProtocols(protocols);
        return this;
    }

    TlsClient offering(String... suites) {
        parameters.setCipherSuites(suites);
        return this;
    }

    public TlsClient http(HttpClient.Version wanted) {
        version = wanted;
        return this;
    }

    /** Offers one group for the exchange of keys. */
    TlsClient agreeingOn(String group) {
        parameters.setAlgorithmConstraints(new OneGroup(group));
        return this;
    }

    /** Answer, or exception when TLS was not agreed on. */
    public HttpResponse<String> get(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        return client().send(
                        (headers.length == 0 ? request : request.headers(headers)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    public HttpClient client() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), KeyStores.trustManagers(pem(authority.certificate())), null);
            return HttpClient.newBuilder()
                    .version(version)
                    .sslContext(context)
                    .sslParameters(parameters)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        return identity == null ? new KeyManager[0] : new KeyManager[] {new Stubborn(identity)};
    }

    /** The server's certificate as a client sees it. */
    public X509Certificate certificate(URI uri) throws IOException, InterruptedException {
        return (X509Certificate) get(uri).sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private static PemSource pem(String text) {
        return new PemSource("test", text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Shows its certificate even when the server says that it trusts others. */
    private static final class Stubborn extends X509ExtendedKeyManager {

        private final X509ExtendedKeyManager keys;

        Stubborn(TestPki.Issued identity) throws GeneralSecurityException, IOException {
            keys = (X509ExtendedKeyManager) KeyStores.keyManagers(pem(identity.certificate()), pem(identity.key()))[0];
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return keys.chooseEngineClientAlias(types, null, engine);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(types, null, socket);
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, null);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }

    /** Names of groups begin like this in the JDK; everything else is allowed. */
    private record OneGroup(String group) implements AlgorithmConstraints {

        private static final List<String> GROUPS = List.of("secp", "x25519", "x448", "ffdhe", "X25519", "SecP");

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
            return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                    || GROUPS.stream().noneMatch(algorithm::startsWith)
                    || algorithm.equals(group);
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
            return permits(primitives, algorithm, parameters);
        }
    }
}
