// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the program and the libraries under it log at info and above while this is open. */
final class CapturedLog implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    private CapturedLog() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.INFO);
    }

    static CapturedLog open() {
        return new CapturedLog();
    }

    /** The messages of our own classes, each with its level. */
    List<String> lines() {
        return events.stream()
                .filter(event -> event.getLoggerName().startsWith("io.github.metricsserverprom"))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** Every event, of libraries too, that is a warning or worse or that carries a stack trace, but for our own lines. */
    List<String> noise() {
        return events.stream()
                .filter(event -> event.getThrowableProxy() != null
                        || event.getLevel().isGreaterOrEqual(Level.WARN)
                                && !event.getLoggerName().startsWith("io.github.metricsserverprom"))
                .map(event -> event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        root.setLevel(before);
    }
}
