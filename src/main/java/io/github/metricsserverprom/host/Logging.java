// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.kubernetes.LoggersWithSecrets;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.ShortenedFieldNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up logging to standard error: one event a line, as text or JSON. */
final class Logging {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %msg%n";

    private Logging() {}

    /** Logs as the settings say. Libraries are heard from warnings up, unless the level is debug or trace. */
    static void configure(Settings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder(settings.get(Setting.LOG_FORMAT), context));
        console.start();
        Level level = Level.toLevel(settings.get(Setting.LOG_LEVEL));
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.WARN : level);
        context.getLogger("io.github.metricsserverprom").setLevel(level);
        context.addTurboFilter(new ConnectionNoise());
        context.addTurboFilter(new StartNoise());
        LoggersWithSecrets.NAMES.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }

    /** Logs nothing, for commands whose whole answer is what they print. */
    static void off() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    private static Encoder<ILoggingEvent> encoder(String format, LoggerContext context) {
        if (format.equals("json")) {
            LogstashEncoder encoder = new LogstashEncoder();
            encoder.setContext(context);
            encoder.setTimeZone("UTC");
            encoder.setFieldNames(fieldNames());
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static ShortenedFieldNames fieldNames() {
        ShortenedFieldNames names = new ShortenedFieldNames();
        names.setTimestamp("timestamp");
        names.setLevelValue("[ignore]");
        names.setVersion("[ignore]");
        return names;
    }
}
