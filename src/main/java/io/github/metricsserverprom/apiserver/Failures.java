// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.model.ReadFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Puts the ways in which a read of the API server can fail into words: what happened, and what to do. The forms of the
 * error bodies (often plain text, not a {@code Status}) are those of kube-apiserver's aggregation layer.
 */
final class Failures {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_DETAIL = 300;

    private final String server;
    private final String resource;
    private final Deadline deadline;

    Failures(String server, String resource, Deadline deadline) {
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.resource = resource;
        this.deadline = deadline;
    }

    /** The server answered with an error. */
    ReadException status(int code, byte[] body, String retryAfter) {
        String detail = detail(body);
        String reason = code + " " + phrase(code) + (detail.isEmpty() ? "" : ": " + detail);
        return new ReadException(new ReadFailure(code, reason, advice(code, retryAfter)));
    }

    /** The time ran out. */
    ReadException deadline(Throwable cause) {
        ReadFailure failure = new ReadFailure(
                0,
                "no complete answer from " + server + " within " + seconds(deadline.total()),
                "look at the API server's load, or raise Prometheus' scrape_timeout (exporter.timeout without one)");
        return new ReadException(failure, cause);
    }

    /** The answer is JSON of another shape. */
    ReadException unexpected(String found, Throwable cause) {
        return new ReadException(
                new ReadFailure(200, "unexpected answer from " + server + ": " + found, notAnApiServer()), cause);
    }

    /** The answer is not JSON. */
    ReadException garbage(JsonProcessingException cause, String contentType) {
        if (cause instanceof StreamConstraintsException) {
            return unexpected("objects nested too deep, or a value too long", cause);
        }
        String where = cause.getLocation() == null
                ? ""
                : " at byte " + Math.max(0, cause.getLocation().getByteOffset());
        String what = "answer of " + server + " is not valid JSON" + where + " (Content-Type " + contentType + ")";
        return new ReadException(new ReadFailure(200, what, notAnApiServer()), cause);
    }

    /** The answer is larger than is read. */
    ReadException tooLarge(IOException cause) {
        return new ReadException(
                new ReadFailure(
                        200,
                        "answer of " + server + " is " + cause.getMessage() + ", for which the Java heap is too small",
                        "check that the server is an API server; if the cluster is so large, raise -Xmx"),
                cause);
    }

    /** There was no answer, or not a whole one. */
    ReadException connection(Throwable cause) {
        for (Throwable known = cause; known != null; known = known.getCause()) {
            if (known instanceof ReadException explained) {
                return explained;
            }
        }
        if (cause instanceof SocketTimeoutException || isTimeout(cause)) {
            return deadline(cause);
        }
        Throwable root = root(cause);
        String advice = "check that the API server runs and can be reached from here";
        String what;
        if (find(cause, UnknownHostException.class) != null || contains(root, "Failed to resolve")) {
            what = "cannot resolve the host of " + server;
            advice = "check the server's name in the kubeconfig and the DNS of this machine";
        } else if (find(cause, CertificateExpiredException.class) != null) {
            what = "no TLS connection to " + server + ": its certificate has expired (" + oneLine(text(root)) + ")";
            advice = "renew the certificate of the API server; if it is not so old, set the clock of this machine";
        } else if (find(cause, SSLException.class) != null || find(cause, GeneralSecurityException.class) != null) {
            what = "no TLS connection to " + server + ": " + oneLine(text(root));
            advice = "check certificate-authority and tls-server-name of the cluster in the kubeconfig";
        } else if (root instanceof ConnectException || root instanceof NoRouteToHostException) {
            what = "cannot connect to " + server + ": " + connectDetail(root);
        } else {
            what = "the connection to " + server + " broke: " + oneLine(text(root));
        }
        return new ReadException(new ReadFailure(0, what, advice), cause);
    }

    /** The reading thread was told to stop. */
    ReadException interrupted() {
        return new ReadException(new ReadFailure(0, "the read was interrupted", ""));
    }

    private String advice(int code, String retryAfter) {
        boolean metrics = resource.endsWith("metrics.k8s.io");
        return switch (code) {
            case 301, 302, 303, 307, 308 -> notAnApiServer();
            case 401 -> "check the credentials of the kubeconfig's user, or the service account's token";
            case 403 -> "grant the verb list on " + resource + " to the exporter's user (README, Deploy in a cluster)";
            case 404 ->
                metrics
                        ? "install metrics-server: kubectl get apiservice v1beta1.metrics.k8s.io must show it"
                        : "check the server's URL in the kubeconfig";
            case 405, 406 -> notAnApiServer();
            case 410 -> "nothing; the next scrape starts a new list";
            case 429 ->
                "the API server limits requests"
                        + (retryAfter == null ? "" : " (Retry-After " + oneLine(retryAfter) + ")")
                        + "; scrape less often";
            case 500, 502, 503, 504 ->
                metrics
                        ? "look at metrics-server: kubectl -n kube-system get pods -l k8s-app=metrics-server"
                        : "look at the API server";
            default -> "look at the API server and at proxies before it";
        };
    }

    private static String notAnApiServer() {
        return "check that the server's URL in the kubeconfig is an API server and that no proxy answers in its place";
    }

    /** The {@code message} of a {@code Status}, or the text itself, on one line of bounded length. */
    private static String detail(byte[] body) {
        if (KubernetesMessage.isOne(body)) {
            return oneLine(KubernetesMessage.statusMessage(body));
        }
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.startsWith("{")) {
            try {
                JsonNode status = JSON.readTree(text);
                return oneLine(status.path("message").asText(""));
            } catch (IOException e) {
                return oneLine(text);
            }
        }
        return text.stripLeading().startsWith("<") ? "(an HTML page)" : oneLine(text);
    }

    private static String oneLine(String text) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL) + "...";
    }

    private static String text(Throwable t) {
        String message = String.valueOf(t.getMessage());
        if (message.startsWith("Connection reset") || message.equals("Connection was closed")) {
            // The one or the other as the moment has it: two reasons would make two lines of the log of one outage.
            return "the server closed it";
        }
        return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
    }

    private static String connectDetail(Throwable root) {
        String text = oneLine(text(root)).toLowerCase(Locale.ROOT);
        if (text.contains("refused")) {
            return "connection refused";
        }
        return text.contains("no route") ? "no route to host" : oneLine(text(root));
    }

    private static boolean isTimeout(Throwable t) {
        Throwable root = root(t);
        return root instanceof java.util.concurrent.TimeoutException
                || contains(root, "timeout period")
                || contains(root, "connection timed out");
    }

    private static boolean contains(Throwable t, String part) {
        return t.getMessage() != null && t.getMessage().contains(part);
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        Throwable t = failure;
        for (int depth = 0; t != null && depth < 20; depth++) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
            t = t.getCause();
        }
        return null;
    }

    private static Throwable root(Throwable t) {
        Throwable root = t;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9)
                        .replaceAll("0+$", "")
                        .replaceAll("\\.$", "") + " s";
    }

    private static String phrase(int code) {
        return switch (code) {
            case 301, 302, 303, 307, 308 -> "Redirect";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 410 -> "Gone";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "HTTP error";
        };
    }
}
