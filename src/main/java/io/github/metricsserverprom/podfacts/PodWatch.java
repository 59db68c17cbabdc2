// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ApiReader;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.EventStream;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.apiserver.WatchState;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.ReadFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the pods of one cluster by a list and the changes since, as the API concepts prescribe
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes): list, watch from the list's
 * resource version, go on from the last version seen when the connection ends, list again when that version is too old
 * (410) or the watch was away for long. A new list takes the old one's place as a whole.
 *
 * <p>Everything that happens, happens in order on one serial executor; {@link #facts} and the state are asked from any
 * thread.
 */
final class PodWatch implements WatchState, EventStream.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PodWatch.class);
    private static final int GONE = 410;

    /** Gives the client of the cluster, anew for every connection. */
    @FunctionalInterface
    interface Client {
        KubernetesClient get() throws ReadException;
    }

    private final String context;
    private final Client client;
    private final PodQuery query;
    private final ApiReader reader;
    private final WatchTimes times;
    private final Executor serial;
    private final PodStore store = new PodStore();
    private final WatchProgress progress;

    /* Used on the serial executor only. */
    private final SharedStrings shared = new SharedStrings();
    private final PodEvent event;
    private final WatchPauses pauses;
    private EventStream stream;
    private String resourceVersion = "";
    private long openedNanos;
    private boolean mustList = true;
    private long turn;

    private volatile boolean closed;

    PodWatch(String context, Client client, PodQuery query, ApiReader reader, WatchTimes times, Executor threads) {
        this.context = context;
        this.client = client;
        this.query = query;
        this.reader = reader;
        this.times = times;
        this.serial = new SerialExecutor(threads);
        this.event = new PodEvent(new PodDocument(query, shared));
        this.pauses = new WatchPauses(times);
        this.progress = new WatchProgress(times);
    }

    void start() {
        serial.execute(this::proceed);
    }

    /**
     * The pods as they are now. Waits for the first list.
     *
     * @return empty when the cluster does not allow watching, or the watch was given up: ask for a list
     * @throws ReadException when the first list failed or does not end within the deadline, or when the watch has been
     *     away for too long to call what is known current
     */
    Optional<PodFactsList> facts(Deadline deadline) throws ReadException {
        return progress.awaitList(deadline) ? Optional.of(store.list()) : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        progress.refused();
        serial.execute(this::abandonStream);
    }

    /** Takes the next step: a list, or the continuation of the watch. What was planned as next step is not done any more. */
    private void proceed() {
        turn++;
        if (closed || stream != null) {
            return;
        }
        try {
            if (mustList || progress.isAwayFor(times.outage())) {
                list();
            }
            follow();
        } catch (ReadException e) {
            failed(e.failure());
        } catch (RuntimeException e) {
            LOG.error("Following pods broke in a way that was not expected{}", named(), e);
            failed(new ReadFailure(0, "internal error: " + e, "see the log of the exporter, and report it"));
        }
    }

    private void list() throws ReadException {
        progress.listing();
        PodListDocument pages = new PodListDocument(query, shared);
        KubernetesClient asked = client.get();
        new PodFactsReader(reader)
                .read(
                        asked,
                        query,
                        () -> {
                            progress.listed(pages.facts().size());
                            return Deadline.in(closed ? Duration.ZERO : times.page());
                        },
                        pages);
        store.replace(pages.facts());
        resourceVersion = pages.resourceVersion();
        mustList = false;
        pauses.reset();
        long number = progress.listed();
        LOG.info(
                "Pods {}{} pods={} resource_version={}",
                number == 0 ? "listed" : "listed again",
                named(),
                store.size(),
                resourceVersion);
    }

    private void follow() throws ReadException {
        if (closed) {
            return;
        }
        long seconds = times.connection().toSeconds();
        String path = query.path()
                .with("watch", "true")
                .with("allowWatchBookmarks", "true")
                .with("resourceVersion", resourceVersion)
                .with(
                        "timeoutSeconds",
                        Long.toString(seconds + ThreadLocalRandom.current().nextLong(seconds / 2 + 1)))
                .toString();
        stream = reader.follow(client.get(), path, "pods", times.silence(), this, serial);
        checkLater(stream);
    }

    /** Looks now and then whether a connection still gives signs of life, as long as it is the one in use. */
    private void checkLater(EventStream watched) {
        long millis = Math.max(1, times.silence().toMillis() / 4);
        later(millis, () -> {
            if (watched != stream || closed) {
                return;
            }
            if (watched.silentNanos() > times.silence().toNanos()) {
                abandonStream();
                failed(new ReadFailure(
                        0,
                        "the watch of pods has been silent for "
                                + times.silence().toSeconds() + " s",
                        "look at the network between here and the API server"));
            } else {
                checkLater(watched);
            }
        });
    }

    @Override
    public void opened() {
        openedNanos = System.nanoTime();
        if (progress.following()) {
            LOG.info("The watch of pods goes on{}", named());
        }
    }

    @Override
    public void event(JsonParser parser) throws IOException {
        event.parse(parser);
        PodDocument object = event.object();
        switch (event.type()) {
            case ADDED, MODIFIED -> {
                if (!object.isDenied()) {
                    store.put(object.key(), object.facts());
                }
            }
            case DELETED -> store.remove(object.key());
            case BOOKMARK -> {
                // Its version, below, is all there is to it.
            }
            case ERROR -> {
                abandonStream();
                mustList = true;
                failed(new ReadFailure(
                        object.code(),
                        "the watch of pods ended: " + object.message(),
                        "nothing; pods are listed anew"));
                return;
            }
        }
        if (!object.resourceVersion().isEmpty()) {
            resourceVersion = object.resourceVersion();
        }
        pauses.reset();
        progress.event();
    }

    @Override
    public void ended(ReadException failure) {
        stream = null;
        if (failure == null) {
            progress.paused();
            // A server that ends every watch at once must not be asked without pause.
            boolean lasted =
                    System.nanoTime() - openedNanos > times.longestPause().toNanos();
            if (lasted) {
                pauses.reset();
            }
            proceedLater(pauses.next(true));
            return;
        }
        int status = failure.failure().status();
        if (status == 403 || status == 405) {
            LOG.warn(
                    "Pods cannot be watched, so they are listed with every scrape{} reason=\"{}\" advice=\"{}\"",
                    named(),
                    failure.failure().reason(),
                    "grant the verb watch on pods, or set exporter.pods=list");
            mustList = true;
            progress.refused();
            proceedLater(times.refused().toMillis());
            return;
        }
        // What answered something else than a watch (another version is too old, too large, unreadable) is not resumed.
        mustList |= status != 0 && status != 401 && status != 429 && status < 500;
        failed(failure.failure());
    }

    private void failed(ReadFailure failure) {
        if (closed) {
            return;
        }
        boolean expired = failure.status() == GONE;
        if (progress.interrupted(failure) && !expired) {
            LOG.info("The watch of pods is interrupted{} reason=\"{}\"", named(), failure.reason());
        }
        long pause = pauses.next(expired);
        proceedLater(progress.isRefused() ? times.refused().toMillis() : pause);
    }

    /** Plans the next step in the place of one planned before, so that there is never more than one chain of tries. */
    private void proceedLater(long millis) {
        long mine = ++turn;
        later(millis, () -> {
            if (mine == turn) {
                proceed();
            }
        });
    }

    private void later(long millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, serial).execute(task);
    }

    private void abandonStream() {
        EventStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    private String named() {
        return (context.isEmpty() ? "" : " context=" + context)
                + (query.namespace().isEmpty() ? "" : " namespace=" + query.namespace());
    }

    @Override
    public String context() {
        return context;
    }

    @Override
    public String namespace() {
        return query.namespace();
    }

    @Override
    public boolean synced() {
        return progress.isSynced();
    }

    @Override
    public double lastEventSeconds() {
        return progress.lastEventSeconds();
    }

    @Override
    public long relists() {
        return progress.relists();
    }

    @Override
    public int size() {
        return store.size();
    }
}
