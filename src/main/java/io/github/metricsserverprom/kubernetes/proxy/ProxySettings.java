// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.proxy;

import io.fabric8.kubernetes.client.http.HttpClient.ProxyType;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A proxy on the way to the API server. Prints no password.
 *
 * @param authorization user and password as {@code user:password}, null for none
 */
public record ProxySettings(ProxyType type, String host, int port, String authorization) {

    /**
     * Reads a proxy URL: {@code http://}, {@code socks5://}, {@code socks5h://}, with optional user and password; without a scheme
     * it is {@code http}.
     *
     * @param source where the URL is written, for messages
     * @throws AccessException if it is none of these
     */
    public static ProxySettings of(String url, String source) {
        URI uri;
        try {
            uri = new URI(url.contains("://") ? url : "http://" + url);
        } catch (URISyntaxException e) {
            throw wrong(source, "cannot be read as a URL");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null) {
            throw wrong(source, "names no host");
        }
        return switch (scheme) {
            case "http" -> new ProxySettings(ProxyType.HTTP, uri.getHost(), port(uri, 80), uri.getUserInfo());
            case "socks5", "socks5h" ->
                new ProxySettings(ProxyType.SOCKS5, uri.getHost(), port(uri, 1080), uri.getUserInfo());
            default -> throw wrong(source, "has the scheme " + scheme);
        };
    }

    private static int port(URI uri, int usual) {
        return uri.getPort() < 0 ? usual : uri.getPort();
    }

    private static AccessException wrong(String source, String found) {
        return AccessException.configuration(
                source + " " + found + "; expected http://host:port or socks5://host:port");
    }

    @Override
    public String toString() {
        return type.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port;
    }
}
