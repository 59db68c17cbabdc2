// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices changes of the routes and of the properties file and has them loaded.
 *
 * <p>It polls: notifications of the file system miss what happens behind the links of a mounted ConfigMap and on network
 * file systems. A poll looks at names, sizes and times; contents are read when those differ, and every few seconds anyway
 * since times can stand still. A change is taken when two polls in a row see the same contents, so that a file that is
 * just being written is not.
 */
final class RouteWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatcher.class);

    /** Two polls and a load fit into two seconds. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** Polls between readings of contents that look unchanged. */
    private static final int QUIET_POLLS = 10;

    private final Installation installation;
    private final Reloader reloader;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "route-watcher");
        thread.setDaemon(true);
        return thread;
    });

    private FileSigns signs;
    private int quiet;
    private Object pending;

    private RouteWatcher(Installation installation, Reloader reloader) {
        this.installation = installation;
        this.reloader = reloader;
    }

    /** Begins to watch. */
    static RouteWatcher start(Installation installation, Reloader reloader) {
        RouteWatcher watcher = new RouteWatcher(installation, reloader);
        watcher.timer.scheduleWithFixedDelay(
                watcher::poll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watcher;
    }

    private void poll() {
        try {
            FileSigns now = FileSigns.of(installation.routes(), installation.config());
            if (pending == null && now.equals(signs) && ++quiet < QUIET_POLLS) {
                return;
            }
            signs = now;
            quiet = 0;
            look();
        } catch (RuntimeException | Error e) {
            // A timer that throws is never run again.
            LOG.warn("Cannot look for changes of the routes reason=\"{}\"", FailureText.deepest(e), e);
        }
    }

    private void look() {
        try {
            RouteFiles files = installation.read();
            if (!reloader.isNews(files)) {
                pending = null;
            } else if (files.equals(pending)) {
                pending = null;
                reloader.loadUnlessChanged(files, installation::read, "change");
            } else {
                pending = files;
            }
        } catch (ConfigException e) {
            if (e.getMessage().equals(pending)) {
                reloader.unreadable(e.getMessage());
            }
            pending = e.getMessage();
        } catch (RoutesException e) {
            LOG.debug("The change was refused, as the log said", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
