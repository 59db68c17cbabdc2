// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.github.metricsserverprom.kubernetes.credentials.Login;
import io.github.metricsserverprom.kubernetes.credentials.LoginSettings;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.tls.ClientIdentity;
import io.github.metricsserverprom.kubernetes.tls.TlsSettings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * One context as the files describe it, with the way to log in. It follows edits as long as they lead to the cluster it began with: an
 * edit that leads to another cluster, or that is wrong, leaves what was. Thread-safe; reads files.
 */
final class ContextLogin {

    private final ContextSource contexts;
    private final AccessSettings settings;
    private final Clock clock;
    private final ResolvedContext beginning;
    /** Guarded by this. */
    private Resolved latest;
    /** Guarded by this. */
    private String problem;

    /** A context and the way to log in that goes with it. */
    record Resolved(ResolvedContext target, Login login) {}

    /**
     * Finds the context.
     *
     * @throws AccessException if it, its cluster or its user is missing
     */
    ContextLogin(String context, ContextSource contexts, AccessSettings settings, Clock clock) {
        this.contexts = contexts;
        this.settings = settings;
        this.clock = clock;
        this.beginning = contexts.resolve(context);
    }

    /** Name of the context. */
    String context() {
        return beginning.context().name();
    }

    /**
     * The context as the files are now, or as they were before an edit that is not followed.
     *
     * @throws AccessException if it never could be used
     */
    synchronized Resolved resolve() {
        try {
            problem = null;
            ResolvedContext found = contexts.resolve(context());
            boolean followed = found.isSameClusterAs(beginning);
            if (latest == null || followed && latest.target().kubeconfig() != found.kubeconfig()) {
                latest = resolved(followed ? found : beginning);
            }
        } catch (AccessException e) {
            if (latest == null) {
                throw e;
            }
            problem = e.getMessage();
        }
        return latest;
    }

    private Resolved resolved(ResolvedContext target) {
        LoginSettings how =
                new LoginSettings(settings.environment(), settings.nativeEks(), settings.pluginTimeout(), clock);
        return new Resolved(target, Login.of(target.user(), target.clusterInfo(), how));
    }

    /** Why the last edit is not followed; empty when it is, or leads to another cluster. */
    synchronized Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether both began with the same cluster. */
    boolean leadsTo(ContextLogin other) {
        return beginning.isSameClusterAs(other.beginning);
    }

    /**
     * Checks what can be checked without the network.
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

    /**
     * Describes the context; does not ask for credentials.
     *
     * @param tls what connections are made with, null when there is none yet
     */
    ClusterDescription describe(TlsSettings tls, List<String> notes) {
        Resolved found = resolve();
        return new ClusterFacts(clock)
                .describe(
                        found.target(),
                        found.login(),
                        tls != null ? tls : found.target().tls(fixedIdentity(found)),
                        found.target().proxy(settings.environment()),
                        notes);
    }

    /** The client certificate of the files, if any; one that a plugin would have to issue is not asked for. */
    private static ClientIdentity fixedIdentity(Resolved found) {
        boolean fixed =
                found.target().user().exec() == null && found.target().user().authProvider() == null;
        return fixed ? found.login().source().current(false).identity() : null;
    }
}
