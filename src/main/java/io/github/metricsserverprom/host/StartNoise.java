// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.Marker;

/**
 * Keeps out of the log what Camel says, with a stack trace, of routes that it cannot build: it throws the same, and the
 * program logs that as findings. It is heard when the level of the log is debug.
 */
final class StartNoise extends TurboFilter {

    private static final String CONTEXT = "org.apache.camel.impl.engine.AbstractCamelContext";

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        boolean noise =
                logger.getName().equals(CONTEXT) && format != null && format.startsWith("Error starting CamelContext ");
        return noise && logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
