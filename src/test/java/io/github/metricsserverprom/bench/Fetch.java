// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A bare HTTP client over kept connections, for scrapes and for the floors beside them. */
final class Fetch {

    private static final int BUFFER = 64 * 1024;

    private static final Pattern AUTHORITY = Pattern.compile("certificate-authority-data: *\"?([A-Za-z0-9+/=]+)");

    private final JsonFactory json = new JsonFactory();
    private SSLSocketFactory tls;

    /** Reads a body and throws it away; gives its length as it came over the wire. */
    long discard(URI uri, boolean gzip) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        try (InputStream body = open(uri, gzip).getInputStream()) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                length += n;
            }
        }
        return length;
    }

    /** Reads a body, inflates it if it is compressed, and makes tokens of it, which are thrown away. */
    long tokens(URI uri, boolean gzip) throws IOException {
        long count = 0;
        HttpURLConnection connection = open(uri, gzip);
        try (InputStream body = connection.getInputStream();
                JsonParser parser = json.createParser(inflated(body, connection.getContentEncoding()))) {
            while (parser.nextToken() != null) {
                count++;
            }
        }
        return count;
    }

    /** Servers leave short answers as they are, whatever was asked for. */
    private static InputStream inflated(InputStream body, String encoding) throws IOException {
        return "gzip".equals(encoding) ? new GZIPInputStream(body, BUFFER) : body;
    }

    String text(URI uri) throws IOException {
        try (InputStream body = open(uri, false).getInputStream()) {
            return new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** Trusts the certificate authority of a kubeconfig's cluster, if it has one. */
    void trust(Path kubeconfig) throws IOException, GeneralSecurityException {
        Matcher authority = AUTHORITY.matcher(Files.readString(kubeconfig));
        if (!authority.find()) {
            return;
        }
        byte[] pem = Base64.getDecoder().decode(authority.group(1));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "cluster", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        tls = context.getSocketFactory();
    }

    private HttpURLConnection open(URI uri, boolean gzip) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure && tls != null) {
            secure.setSSLSocketFactory(tls);
        }
        connection.setRequestProperty("X-Prometheus-Scrape-Timeout-Seconds", "120");
        connection.setRequestProperty("Accept-Encoding", gzip ? "gzip" : "identity");
        return connection;
    }
}
