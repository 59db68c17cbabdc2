// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The connections of clients to one port, of which there are so many at most. When one more comes, the one closes on
 * which nothing has been going on for longest, so that whoever holds idle connections cannot keep others away; a client
 * such as Prometheus opens another one when it needs it. Thread-safe.
 */
final class Connections implements Handler<HttpConnection> {

    private final int most;
    private final LongAdder turnedAway = new LongAdder();

    /** Requests under way by connection; the one that was used least recently is first. */
    private final Map<HttpConnection, Integer> open = new LinkedHashMap<>();

    /** At most so many at once. */
    Connections(int most) {
        this.most = most;
    }

    /** A connection was accepted. */
    @Override
    public void handle(HttpConnection connection) {
        HttpConnection tooMany;
        synchronized (this) {
            tooMany = open.size() < most ? null : leastRecentlyUsed(connection);
            open.remove(tooMany);
            if (tooMany != connection) {
                open.put(connection, 0);
            }
        }
        connection.closeHandler(closed -> forget(connection));
        PagePieces.on(channel(connection));
        if (tooMany != null) {
            turnedAway.increment();
            cut(tooMany);
        }
    }

    private HttpConnection leastRecentlyUsed(HttpConnection otherwise) {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(otherwise);
    }

    /** A request of a connection began. */
    synchronized void began(HttpConnection connection) {
        open.computeIfPresent(connection, (known, requests) -> requests + 1);
    }

    /** A request of a connection was answered. */
    synchronized void ended(HttpConnection connection) {
        Integer requests = open.remove(connection);
        if (requests != null) {
            open.put(connection, requests - 1);
        }
    }

    private synchronized void forget(HttpConnection connection) {
        open.remove(connection);
    }

    /** How many there are. */
    synchronized int count() {
        return open.size();
    }

    /** How many were closed because there were too many. */
    long turnedAway() {
        return turnedAway.sum();
    }

    /** The channel of a connection, for what Vert.x has no method for. */
    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** Closes a connection at once; {@link HttpConnection#close()} waits until all that was written is sent. */
    static void cut(HttpConnection connection) {
        channel(connection).close();
    }
}
