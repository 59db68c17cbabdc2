// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.github.metricsserverprom.kubernetes.credentials.Credential;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.transport.HttpSettings;
import io.github.metricsserverprom.kubernetes.transport.Session;
import io.github.metricsserverprom.kubernetes.transport.SessionSource;
import io.github.metricsserverprom.kubernetes.transport.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one context, kept in step with its files and credentials. It looks at the files when a request is made and the last
 * look is old enough, on a worker thread and once for all who wait. What cannot be read or is wrong never replaces what works.
 */
final class ClusterConnection implements SessionSource {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterConnection.class);

    /** A look at the files, or a refresh on behalf of a refused session. */
    private record Renewal(Session refused, CompletableFuture<Session> result) {}

    private final ContextLogin login;
    private final AccessSettings settings;
    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final Clock clock;
    private final Predicate<String> told;
    private final AtomicReference<Renewal> running = new AtomicReference<>();

    private volatile Session session;
    private volatile Instant due = Instant.MIN;
    private volatile Instant lastUse;
    private volatile String problem;
    /** Guarded by this. */
    private boolean closed;
    /** Whether a worker is busy with a renewal. Guarded by this. */
    private boolean working;

    /**
     * @param told whether the log has told of a problem already
     */
    ClusterConnection(
            ContextLogin login,
            AccessSettings settings,
            Vertx vertx,
            WorkerExecutor worker,
            Clock clock,
            Predicate<String> told) {
        this.login = login;
        this.settings = settings;
        this.vertx = vertx;
        this.worker = worker;
        this.clock = clock;
        this.told = told;
        this.lastUse = clock.instant();
    }

    @Override
    public CompletableFuture<Session> current() {
        lastUse = clock.instant();
        Session known = session;
        return known != null && lastUse.isBefore(due) ? CompletableFuture.completedFuture(known) : renewal(null);
    }

    @Override
    public CompletableFuture<Session> replace(Session refused) {
        Session known = session;
        return known != null && known != refused ? CompletableFuture.completedFuture(known) : renewal(refused);
    }

    /** The session at hand; null before the first request, and when it was let go of. */
    Session session() {
        return session;
    }

    /** Why the last look at the files or credentials failed; empty when all is well. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether there is a credential, and if it cannot be renewed, it has not ended yet. */
    boolean hasCredential() {
        Session known = session;
        return known != null
                && (problem == null
                        || clock.instant().isBefore(known.credential().expiresAt()));
    }

    /** Lets go of connections nobody used for a while. The next request makes new ones. */
    void closeIfIdle(Duration idle) {
        Session known = session;
        if (known != null
                && known.transport().inFlight() == 0
                && lastUse.plus(idle).isBefore(clock.instant())) {
            letGo();
        }
    }

    /** Ends the connections for good, after answers that are still being read. */
    synchronized void close() {
        closed = true;
        letGo();
    }

    /**
     * Waits for a renewal that was under way when this was closed: it uses the event loops, which may be gone next.
     *
     * @param longest how long, in all
     */
    synchronized void awaitRenewal(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (working) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    private synchronized void letGo() {
        Session known = session;
        session = null;
        if (known != null) {
            known.transport().retire();
        }
    }

    private CompletableFuture<Session> renewal(Session refused) {
        Renewal mine = new Renewal(refused, new CompletableFuture<>());
        Renewal other = running.compareAndExchange(null, mine);
        if (other == null) {
            start(mine);
            return mine.result().copy();
        }
        if (refused == null || other.refused() == refused) {
            return other.result().copy();
        }
        // A mere look at the files is under way: it may already bring what is needed.
        return other.result().handle((found, failure) -> found).thenCompose(found -> replace(refused));
    }

    private void start(Renewal renewal) {
        try {
            // Nobody listens to the future of Vert.x: it would tell of the end on an event loop, which may be gone by
            // then.
            worker.executeBlocking(() -> work(renewal), false);
        } catch (RuntimeException e) {
            // The workers are closed, or have no place for more.
            running.set(null);
            renewal.result().completeExceptionally(e);
        }
    }

    private Void work(Renewal renewal) {
        Session found = null;
        RuntimeException failure = null;
        try {
            begin();
            try {
                found = renew(renewal.refused());
            } finally {
                end();
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        running.set(null);
        if (failure == null) {
            renewal.result().complete(found);
        } else {
            renewal.result().completeExceptionally(failure);
        }
        return null;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void begin() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        working = true;
    }

    private synchronized void end() {
        working = false;
        notifyAll();
    }

    /** Runs once at a time. Holds no lock while it waits for a plugin or a provider. */
    private Session renew(Session refused) {
        Session old = session;
        if (refused != null && old != null && old != refused) {
            return old;
        }
        try {
            Session next = build(old, refused != null);
            due = earlier(
                    clock.instant().plus(settings.fileCheckInterval()),
                    next.credential().refreshAt());
            // The first comparison of records costs milliseconds, of which a start has none to spare.
            Session installed = old != null && next.equals(old) ? old : install(old, next);
            report(login.problem().orElse(null));
            return installed;
        } catch (AccessException e) {
            due = clock.instant().plus(settings.fileCheckInterval());
            report(e.getMessage());
            if (old != null
                    && refused == null
                    && clock.instant().isBefore(old.credential().expiresAt())) {
                return old;
            }
            throw e;
        }
    }

    private Session build(Session old, boolean refused) {
        ContextLogin.Resolved found = login.resolve();
        Credential credential = found.login().source().current(refused);
        HttpSettings http = new HttpSettings(
                found.target().server(),
                found.target().tls(credential.identity()),
                found.target().proxy(settings.environment()),
                settings.connectTimeout());
        Transport transport =
                old != null && old.transport().settings().equals(http) ? old.transport() : new Transport(http, vertx);
        return new Session(
                transport, credential, found.target().user().impersonation().headers());
    }

    private Session install(Session old, Session next) {
        synchronized (this) {
            if (closed) {
                next.transport().retire();
                throw new IllegalStateException("closed");
            }
            session = next;
        }
        if (old != null && old.transport() != next.transport()) {
            old.transport().retire();
            LOG.info(
                    "Connections to the cluster are made anew context={} server={}",
                    login.context(),
                    next.transport().settings().server());
        }
        return next;
    }

    private void report(String found) {
        if (Objects.equals(found, problem) || isClosed()) {
            return;
        }
        problem = found;
        if (found == null) {
            LOG.info("Cluster access is renewed again context={}", login.context());
        } else if (!told.test(found)) {
            LOG.warn("Cluster access cannot be renewed context={} reason={}", login.context(), found);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
