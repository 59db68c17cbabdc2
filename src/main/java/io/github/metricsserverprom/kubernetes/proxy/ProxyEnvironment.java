// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.proxy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} as Go reads them (<a
 * href="https://pkg.go.dev/golang.org/x/net/http/httpproxy">httpproxy</a>), because that is what kubectl goes by: also in lower case, never
 * for loopback, entries of {@code NO_PROXY} are {@code *}, names with their subdomains, addresses and CIDR ranges, each with an
 * optional port.
 */
public final class ProxyEnvironment {

    private final Map<String, String> environment;

    public ProxyEnvironment(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The proxy for a server, empty for none. */
    public Optional<ProxySettings> proxyFor(URI server) {
        String name = server.getScheme().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
        String url = variable(name);
        if (url.isEmpty() || isExempt(server)) {
            return Optional.empty();
        }
        return Optional.of(ProxySettings.of(url, "environment variable " + name));
    }

    private boolean isExempt(URI server) {
        String host = bare(server.getHost().toLowerCase(Locale.ROOT));
        int port = server.getPort() >= 0 ? server.getPort() : server.getScheme().equals("https") ? 443 : 80;
        if (host.equals("localhost")
                || address(host).map(InetAddress::isLoopbackAddress).orElse(false)) {
            return true;
        }
        return Arrays.stream(variable("NO_PROXY").split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> matches(entry, host, port));
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return inRange(entry.substring(0, slash), entry.substring(slash + 1), host);
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        if (colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')) {
            if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        name = bare(name);
        Optional<InetAddress> address = address(name);
        if (address.isPresent()) {
            return address.equals(address(host));
        }
        if (name.startsWith("*.")) {
            name = name.substring(1);
        }
        return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
    }

    private static boolean inRange(String network, String prefix, String host) {
        Optional<InetAddress> base = address(bare(network));
        Optional<InetAddress> address = address(host);
        if (base.isEmpty() || address.isEmpty() || !prefix.matches("\\d{1,3}")) {
            return false;
        }
        byte[] wanted = base.get().getAddress();
        byte[] found = address.get().getAddress();
        int bits = Integer.parseInt(prefix);
        if (wanted.length != found.length || bits > wanted.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((wanted[i / 8] & mask) != (found[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The address a literal stands for; names are not looked up. */
    private static Optional<InetAddress> address(String host) {
        if (!host.matches("[0-9.]+") && host.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            value = environment.get(name.toLowerCase(Locale.ROOT));
        }
        return value == null ? "" : value.strip();
    }
}
