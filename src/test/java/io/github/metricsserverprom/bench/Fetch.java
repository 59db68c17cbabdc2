// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.zip.GZIPInputStream;

/** A bare HTTP client over kept connections, for scrapes and for the floors beside them. */
final class Fetch {

    private static final int BUFFER = 64 * 1024;

    private final JsonFactory json = new JsonFactory();

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

    /** Reads a body, inflates it and makes tokens of it, which are thrown away. */
    long tokens(URI uri, boolean gzip) throws IOException {
        long count = 0;
        try (InputStream body = open(uri, gzip).getInputStream();
                JsonParser parser = json.createParser(gzip ? new GZIPInputStream(body, BUFFER) : body)) {
            while (parser.nextToken() != null) {
                count++;
            }
        }
        return count;
    }

    String text(URI uri) throws IOException {
        try (InputStream body = open(uri, false).getInputStream()) {
            return new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static HttpURLConnection open(URI uri, boolean gzip) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestProperty("X-Prometheus-Scrape-Timeout-Seconds", "120");
        connection.setRequestProperty("Accept-Encoding", gzip ? "gzip" : "identity");
        return connection;
    }
}
