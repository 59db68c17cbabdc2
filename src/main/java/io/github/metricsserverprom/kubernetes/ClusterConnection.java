// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.github.metricsserverprom.kubernetes.credentials.Credential;
import io.github.metricsserverprom.kubernetes.credentials.Login;
import io.github.metricsserverprom.kubernetes.credentials.LoginSettings;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.tls.ClientIdentity;
import io.github.metricsserverprom.kubernetes.tls.TlsSettings;
import io.github.metricsserverprom.kubernetes.transport.HttpSettings;
import io.github.metricsserverprom.kubernetes.transport.Session;
import io.github.metricsserverprom.kubernetes.transport.SessionSource;
import io.github.metricsserverprom.kubernetes.transport.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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

    private final String context;
    private final ContextSource contexts;
    private final AccessSettings settings;
    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final Clock clock;
    private final Consumer<String> serverChanged;
    private final AtomicReference<Renewal> running = new AtomicReference<>();

    /** A context as the files describe it, and the way to log in that goes with it. */
    private record Resolved(ResolvedContext target, Login login) {}

    private volatile Session session;
    private volatile Instant due = Instant.MIN;
    private volatile Instant lastUse;
    private volatile String problem;
    /** Guarded by this. */
    private Resolved resolved;
    /** Guarded by this. */
    private boolean closed;

    ClusterConnection(
            String context,
            ContextSource contexts,
            AccessSettings settings,
            Vertx vertx,
            WorkerExecutor worker,
            Clock clock,
            Consumer<String> serverChanged) {
        this.context = context;
        this.contexts = contexts;
        this.settings = settings;
        this.vertx = vertx;
        this.worker = worker;
        this.clock = clock;
        this.serverChanged = serverChanged;
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

    /** Why the last look at the files or credentials failed; empty when all is well. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Resolves the context and checks what can be checked without the network.
     *
     * @throws AccessException if it cannot work
     */
    ResolvedContext verify() {
        Resolved found = resolve();
        found.target().proxy(settings.environment());
        TlsSettings tls = found.target().tls(fixedIdentity(found));
        if (found.target().server().getScheme().equals("https")) {
            tls.context();
        }
        return found.target();
    }

    /** Describes the context as it is configured now; reads files, does not ask for credentials. */
    ClusterDescription describe(List<String> notes) {
        Resolved found = resolve();
        Session known = session;
        TlsSettings tls = known != null
                ? known.transport().settings().tls()
                : found.target().tls(fixedIdentity(found));
        return new ClusterFacts(clock)
                .describe(found.target(), found.login(), tls, found.target().proxy(settings.environment()), notes);
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
            worker.executeBlocking(() -> renew(renewal.refused()), false).onComplete(done -> {
                running.set(null);
                if (done.succeeded()) {
                    renewal.result().complete(done.result());
                } else {
                    renewal.result().completeExceptionally(done.cause());
                }
            });
        } catch (RuntimeException e) {
            // The workers are closed, or have no place for more.
            running.set(null);
            renewal.result().completeExceptionally(e);
        }
    }

    /** Runs once at a time. Holds no lock while it waits for a plugin or a provider. */
    private Session renew(Session refused) {
        Session old = session;
        if (refused != null && old != null && old != refused) {
            return old;
        }
        try {
            Session next = build(old, refused != null);
            problem = null;
            due = earlier(
                    clock.instant().plus(settings.fileCheckInterval()),
                    next.credential().refreshAt());
            return next.equals(old) ? old : install(old, next);
        } catch (AccessException e) {
            due = clock.instant().plus(settings.fileCheckInterval());
            report(e);
            if (old != null
                    && refused == null
                    && clock.instant().isBefore(old.credential().expiresAt())) {
                return old;
            }
            throw e;
        }
    }

    private Session build(Session old, boolean refused) {
        Resolved found = resolve();
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
            URI server = next.transport().settings().server();
            LOG.info("Cluster access renewed context={} server={}", context, server);
            if (!old.transport().settings().server().equals(server)) {
                serverChanged.accept(context);
            }
        }
        return next;
    }

    /** The client certificate of the files, if any; one that a plugin would have to issue is not asked for. */
    private static ClientIdentity fixedIdentity(Resolved found) {
        boolean fixed =
                found.target().user().exec() == null && found.target().user().authProvider() == null;
        return fixed ? found.login().source().current(false).identity() : null;
    }

    private synchronized Resolved resolve() {
        ResolvedContext found = contexts.resolve(context);
        if (resolved == null || resolved.target().kubeconfig() != found.kubeconfig()) {
            LoginSettings how =
                    new LoginSettings(settings.environment(), settings.nativeEks(), settings.pluginTimeout(), clock);
            resolved = new Resolved(found, Login.of(found.user(), found.clusterInfo(), how));
        }
        return resolved;
    }

    private void report(AccessException e) {
        if (!e.getMessage().equals(problem)) {
            problem = e.getMessage();
            LOG.warn("Cluster access cannot be renewed context={} reason={}", context, e.getMessage());
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
