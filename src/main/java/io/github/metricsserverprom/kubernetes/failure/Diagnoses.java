// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.failure;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.metricsserverprom.kubernetes.failure.Diagnosis.Kind;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says in one plain line why a cluster did not answer. The same failure always has the same words. Messages of libraries are not
 * passed on, except the message that an API server put into its answer.
 */
public final class Diagnoses {

    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    private static final Pattern PROXY_STATUS = Pattern.compile("status: (\\d{3})");
    private static final int LONGEST_MESSAGE = 300;

    private Diagnoses() {}

    /**
     * Explains an exception.
     *
     * @param server what was asked, such as {@code https://host:6443}; quoted in the reason
     */
    public static Diagnosis of(Throwable failure, String server) {
        Optional<AccessException> own = find(failure, AccessException.class);
        if (own.isPresent()) {
            Kind kind = own.get().kind() == AccessException.Kind.CREDENTIALS ? Kind.CREDENTIALS : Kind.CONFIGURATION;
            return ofOwn(kind, own.get().getMessage());
        }
        Optional<KubernetesClientException> answered =
                find(failure, KubernetesClientException.class).filter(e -> e.getCode() >= 300);
        if (answered.isPresent()) {
            KubernetesClientException e = answered.get();
            String message = e.getStatus() == null ? "" : e.getStatus().getMessage();
            return ofStatus(e.getCode(), message == null ? "" : message, server);
        }
        return ofTransport(failure, server);
    }

    /**
     * Explains an answer that is no success.
     *
     * @param body what the server sent along: a {@code Status} object, plain text, or empty
     */
    public static Diagnosis ofStatus(int code, String body, String server) {
        String said = said(body);
        return switch (code) {
            case 401 ->
                new Diagnosis(
                        Kind.UNAUTHORIZED,
                        server + " does not accept the credentials (401)",
                        "check that the token or certificate is for this cluster and not expired");
            case 403 ->
                new Diagnosis(
                        Kind.FORBIDDEN,
                        server + " forbids it (403" + said + ")",
                        "bind a role that allows it to this user or service account");
            case 404 ->
                new Diagnosis(
                        Kind.NOT_FOUND,
                        server + " does not know it (404" + said + ")",
                        "install metrics-server if it is the metrics API, else check the server URL");
            case 503 ->
                new Diagnosis(
                        Kind.UNAVAILABLE,
                        server + " cannot serve it now (503" + said + ")",
                        "look at the metrics-server: kubectl -n kube-system get pods -l k8s-app=metrics-server");
            default ->
                new Diagnosis(
                        Kind.STATUS,
                        server + " answers with status " + code
                                + (said.isEmpty() ? "" : " (" + said.substring(2) + ")"),
                        code >= 300 && code < 400
                                ? "give the address it redirects to as the server"
                                : "look at the log of the API server");
        };
    }

    private static Diagnosis ofOwn(Kind kind, String message) {
        int cut = message.indexOf("; ");
        return cut < 0
                ? new Diagnosis(kind, message, "see the documentation on access")
                : new Diagnosis(kind, message.substring(0, cut), message.substring(cut + 2));
    }

    private static Diagnosis ofTransport(Throwable failure, String server) {
        Optional<ProxyConnectException> proxy = find(failure, ProxyConnectException.class);
        if (proxy.isPresent()) {
            return proxyRefused(proxy.get(), server);
        }
        if (find(failure, UnknownHostException.class).isPresent()) {
            return new Diagnosis(
                    Kind.DNS,
                    server + ": the host name is not known",
                    "check the server in the kubeconfig and the DNS of this machine or container");
        }
        if (find(failure, NotSslRecordException.class).isPresent()) {
            return new Diagnosis(
                    Kind.TLS, server + ": the answer is not TLS", "check the port, or use http:// if it is a proxy");
        }
        if (find(failure, SSLException.class).isPresent()
                || find(failure, CertificateException.class).isPresent()) {
            return tls(failure, server);
        }
        return connection(failure, server);
    }

    private static Diagnosis connection(Throwable failure, String server) {
        Optional<ConnectException> connect = find(failure, ConnectException.class);
        if (connect.isPresent() && contains(connect.get(), "timed out")) {
            return new Diagnosis(
                    Kind.CONNECT,
                    server + ": no connection within the connect timeout",
                    "check that address and port can be reached from here: firewall, VPN, security group");
        }
        if (connect.isPresent()) {
            return new Diagnosis(
                    Kind.CONNECT,
                    server + ": connection refused",
                    "check that the API server runs there and that the port is right; in a container, 127.0.0.1 is the"
                            + " container itself");
        }
        if (find(failure, NoRouteToHostException.class).isPresent()) {
            return new Diagnosis(
                    Kind.CONNECT, server + ": no route to the host", "check the network between here and the cluster");
        }
        if (find(failure, TimeoutException.class).isPresent()) {
            return new Diagnosis(
                    Kind.TIMEOUT,
                    server + ": no answer in time",
                    "raise the deadline or look at the load of the API server");
        }
        if (find(failure, HttpClosedException.class).isPresent()
                || find(failure, SocketException.class).isPresent()) {
            return new Diagnosis(
                    Kind.CLOSED,
                    server + ": the connection ended before the answer did",
                    "look at the API server and at proxies and load balancers on the way");
        }
        return new Diagnosis(
                Kind.OTHER,
                server + ": " + root(failure).getClass().getSimpleName(),
                "set exporter.log-level=debug and look again");
    }

    private static Diagnosis tls(Throwable failure, String server) {
        if (find(failure, CertificateExpiredException.class).isPresent()) {
            return new Diagnosis(
                    Kind.TLS_EXPIRED,
                    server + ": the server's certificate is expired",
                    "renew the certificates of the cluster, and check the clock here");
        }
        if (find(failure, CertificateNotYetValidException.class).isPresent()) {
            return new Diagnosis(
                    Kind.TLS_EXPIRED, server + ": the server's certificate is not valid yet", "check the clock here");
        }
        if (find(failure, CertPathBuilderException.class).isPresent()
                || find(failure, CertPathValidatorException.class).isPresent()) {
            return new Diagnosis(
                    Kind.TLS_UNTRUSTED,
                    server + ": the server's certificate is not signed by the configured certificate authority",
                    "give the certificate-authority of this cluster");
        }
        if (find(failure, CertificateException.class).isPresent()) {
            return new Diagnosis(
                    Kind.TLS_NAME,
                    server + ": the server's certificate is for another name",
                    "use a host name of the certificate in the server URL, or set tls-server-name");
        }
        Matcher alert = ALERT.matcher(allMessages(failure));
        if (alert.find()) {
            return alert(alert.group(1).toLowerCase(Locale.ROOT), server);
        }
        return new Diagnosis(
                Kind.TLS, server + ": TLS could not be agreed on", "check that the port speaks TLS 1.2 or 1.3");
    }

    private static Diagnosis alert(String alert, String server) {
        boolean client = alert.contains("certificate") || alert.equals("unknown_ca") || alert.equals("access_denied");
        return client
                ? new Diagnosis(
                        Kind.TLS_CLIENT,
                        server + ": the server does not accept the client certificate (" + alert + ")",
                        "check that it is for this cluster and not expired")
                : new Diagnosis(
                        Kind.TLS,
                        server + ": the server ended TLS (" + alert + ")",
                        "check host name, port and tls-server-name");
    }

    private static Diagnosis proxyRefused(ProxyConnectException failure, String server) {
        Matcher status = PROXY_STATUS.matcher(String.valueOf(failure.getMessage()));
        String found = status.find() ? "answers " + status.group(1) : "cannot be reached";
        return new Diagnosis(
                Kind.PROXY,
                server + ": the proxy " + found,
                "check proxy-url or HTTPS_PROXY, its user and password, and whether NO_PROXY should name the server");
    }

    /** The message of a {@code Status}, or the text itself, shortened; empty, or with a comma in front. */
    private static String said(String body) {
        Matcher matcher = MESSAGE.matcher(body);
        String text = matcher.find() ? matcher.group(1).replace("\\\"", "\"") : body;
        text = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (text.startsWith("<") || text.startsWith("{")) {
            return "";
        }
        text = text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
        return text.isEmpty() ? "" : ", " + text;
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static boolean contains(Throwable failure, String words) {
        return String.valueOf(failure.getMessage()).contains(words);
    }

    private static String allMessages(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
