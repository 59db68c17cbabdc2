// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;
import org.slf4j.Marker;

/**
 * Keeps out of the log what Vert.x says of a connection that fails: whoever asked is told as well, and the program logs it
 * once for an outage where Vert.x would with every request. It is heard when the level of the log is debug.
 */
final class ConnectionNoise extends TurboFilter {

    /** They log, with the exception's message only, what no handler of a connection or request took. */
    private static final Set<String> CONNECTIONS =
            Set.of("io.vertx.core.http.impl.HttpClientRequestImpl", "io.vertx.core.net.impl.ConnectionBase");

    private static final String CONTEXT = "io.vertx.core.impl.ContextImpl";

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        boolean noise =
                CONNECTIONS.contains(logger.getName()) || logger.getName().equals(CONTEXT) && answersTooLate(thrown);
        return noise && logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    /** An answer that comes at the moment in which its request is given up: Vert.x has told the failure already. */
    private static boolean answersTooLate(Throwable thrown) {
        if (!(thrown instanceof IllegalStateException)) {
            return false;
        }
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().endsWith(".HttpClientRequestImpl")
                    && frame.getMethodName().equals("handleResponse")) {
                return true;
            }
        }
        return false;
    }
}
