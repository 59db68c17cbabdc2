// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web configuration file as it is in force: read again when it, or a file that it names, changes. A version that cannot
 * be used changes nothing but the log, the metrics and {@link #problem()}. Thread-safe.
 *
 * <p>It polls contents: notifications miss what happens behind the links of a mounted Secret ({@code ..data}), and a
 * handful of small files costs nothing. A change is taken when two polls in a row see the same contents, so that neither
 * half a file nor a certificate without its key is.
 */
final class WebConfigWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebConfigWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Path file;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "web-config-watch");
        thread.setDaemon(true);
        return thread;
    });

    private volatile WebState state;
    private String live;
    private String tried;
    private String pending = "";
    private String problem = "";
    private Instant lastSuccess;

    private WebConfigWatch(Path file, WebConfigReader.Reading first) throws ConfigException {
        this.file = file;
        this.state = WebState.of(first.config());
        this.live = first.fingerprint();
        this.tried = live;
        this.lastSuccess = Instant.now();
    }

    /**
     * Reads the file and begins to watch it.
     *
     * @throws ConfigException when it cannot be used, with a line for each thing that is wrong
     */
    static WebConfigWatch start(Path file) throws ConfigException {
        WebConfigWatch watch = new WebConfigWatch(file, WebConfigReader.read(file));
        LOG.info("Web configuration read file={} {}", file, watch.state.summary());
        watch.warnOfExpiry();
        watch.timer.scheduleWithFixedDelay(
                watch::poll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** What is in force now. */
    WebState state() {
        return state;
    }

    /** Why the file as it is now is not in force; empty when it is. */
    synchronized String problem() {
        return problem;
    }

    synchronized double lastSuccessSeconds() {
        return lastSuccess.toEpochMilli() / 1000.0;
    }

    private void poll() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            // A timer that throws is never run again.
            LOG.warn("Cannot look for changes of the web configuration reason=\"{}\"", e.toString(), e);
        }
    }

    private synchronized void look() {
        WebConfigReader.Reading reading = null;
        ConfigException failure = null;
        try {
            reading = WebConfigReader.read(file);
        } catch (ConfigException e) {
            failure = e;
        }
        String seen = failure == null ? reading.fingerprint() : failure.getMessage();
        if (seen.equals(tried)) {
            pending = "";
        } else if (!seen.equals(pending)) {
            pending = seen;
        } else {
            pending = "";
            takeQuietly(reading, failure);
        }
    }

    private void takeQuietly(WebConfigReader.Reading reading, ConfigException failure) {
        try {
            take(reading, failure);
        } catch (ConfigException e) {
            LOG.debug("The change was refused, as the log said", e);
        }
    }

    /**
     * Reads the file now.
     *
     * @throws ConfigException when it cannot be used; what was in force stays so
     */
    synchronized void reload() throws ConfigException {
        WebConfigReader.Reading reading = null;
        ConfigException failure = null;
        try {
            reading = WebConfigReader.read(file);
        } catch (ConfigException e) {
            failure = e;
        }
        take(reading, failure);
    }

    private void take(WebConfigReader.Reading reading, ConfigException failure) throws ConfigException {
        try {
            if (failure != null) {
                tried = failure.getMessage();
                throw failure;
            }
            tried = reading.fingerprint();
            if (!reading.fingerprint().equals(live)) {
                replace(reading);
            }
            problem = "";
            lastSuccess = Instant.now();
        } catch (ConfigException e) {
            if (!problem.equals(e.getMessage())) {
                LOG.error("Web configuration not reloaded, what was in force stays so: {}", e.getMessage());
            }
            problem = e.getMessage();
            throw e;
        }
    }

    private void replace(WebConfigReader.Reading reading) throws ConfigException {
        WebConfig before = state.config();
        WebConfig next = reading.config();
        if (before.tls().isPresent() != next.tls().isPresent()) {
            throw new ConfigException(file + ": tls_server_config was "
                    + (next.tls().isPresent() ? "added" : "removed") + "; TLS is turned on or off by a restart only");
        }
        if (before.tls().isPresent() && before.http2() != next.http2()) {
            throw new ConfigException(
                    file + ": http_server_config.http2 is now " + next.http2() + "; that takes a restart");
        }
        state = WebState.of(next);
        live = reading.fingerprint();
        LOG.info("Web configuration reloaded file={} {}", file, state.summary());
        warnOfExpiry();
    }

    private void warnOfExpiry() {
        state.engines()
                .map(TlsEngines::notAfter)
                .filter(end -> end.isBefore(Instant.now()))
                .ifPresent(end -> LOG.warn("The certificate of the web configuration is expired since={}", end));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
