// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the kubeconfig leads to another cluster, by its current context or the address of a cluster, and has a new way opened with
 * a generation of its own: scrapes under way end on the cluster they began with.
 */
final class KubeconfigWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubeconfigWatcher.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A credential that could not be had may be there later, without another edit. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Reloader reloader;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "kubeconfig-watcher");
        thread.setDaemon(true);
        return thread;
    });

    private String failure;
    private long retryNanos;

    private KubeconfigWatcher(Reloader reloader) {
        this.reloader = reloader;
    }

    /** Begins to watch. */
    static KubeconfigWatcher start(Reloader reloader) {
        KubeconfigWatcher watcher = new KubeconfigWatcher(reloader);
        watcher.timer.scheduleWithFixedDelay(
                watcher::poll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watcher;
    }

    private void poll() {
        try {
            Generation live = reloader.live();
            if (live == null || !live.cluster().link().movedOn()) {
                reloader.dismiss(failure);
                failure = null;
            } else if (failure == null || System.nanoTime() - retryNanos > 0) {
                retryNanos = System.nanoTime() + RETRY.toNanos();
                reloader.reopen("kubeconfig");
                failure = null;
            }
        } catch (RoutesException e) {
            failure = e.getMessage();
        } catch (RuntimeException | Error e) {
            // A timer that throws is never run again.
            LOG.warn("Cannot look for changes of the kubeconfig reason=\"{}\"", FailureText.deepest(e), e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
