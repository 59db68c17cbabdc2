// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.Handler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of connections of one server that end before the first request: counts those that fail at TLS, and logs one a
 * minute at most. Whoever just connects and goes away, as a TCP probe does, is no failure. Thread-safe.
 */
final class HandshakeFailures implements Handler<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeFailures.class);

    /** What Netty's SslHandler says when the connection ends before TLS is agreed on, or before all is written. */
    private static final List<String> WENT_AWAY =
            List.of("Connection closed while SSL/TLS handshake was in progress", "SSLEngine closed already");

    private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

    private final String server;
    private final WebMeters meters;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    HandshakeFailures(String server, WebMeters meters) {
        this.server = server;
        this.meters = meters;
    }

    @Override
    public void handle(Throwable failure) {
        SSLException cause = tlsFailure(failure);
        if (cause == null || WENT_AWAY.stream().anyMatch(String.valueOf(cause.getMessage())::startsWith)) {
            return;
        }
        meters.handshakeFailed(server);
        long until = quietUntil.get();
        long now = System.nanoTime();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET)) {
            LOG.warn(
                    "A client could not connect, others of the next minute are only counted server={} reason=\"{}\"",
                    server,
                    reason(cause));
        }
    }

    private static SSLException tlsFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException tls) {
                return tls;
            }
        }
        return null;
    }

    private static String reason(SSLException failure) {
        if (failure instanceof NotSslRecordException) {
            return "it does not speak TLS; use https://";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = String.valueOf(root.getMessage()).replaceAll("[^\\x20-\\x7e]+", " ");
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
