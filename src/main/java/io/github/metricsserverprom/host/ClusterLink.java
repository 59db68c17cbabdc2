// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.kubernetes.AccessSettings;
import io.github.metricsserverprom.kubernetes.ClusterAccess;
import io.github.metricsserverprom.kubernetes.StartupReport;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.model.ReadFailure;
import io.github.metricsserverprom.selection.ReadPlan;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program's way to the cluster: opens it as the settings say, hands its clients to the routes, reports on it. */
final class ClusterLink implements ClusterClients, AutoCloseable {

    private static final Duration REPORT_LIMIT = Duration.ofSeconds(10);
    /** Longer than a credential plugin may take. */
    private static final Duration CREDENTIALS_LIMIT = Duration.ofSeconds(40);

    private static final String HINT =
            "\nTo look around without a cluster: --demo (mvn -Pdemo) starts a simulated one.";

    private final ClusterAccess access;

    private ClusterLink(ClusterAccess access) {
        this.access = access;
    }

    /**
     * Opens the way to the cluster that the settings name.
     *
     * @throws ConfigException when there is none that can work
     */
    static ClusterLink open(Settings settings, Map<String, String> environment, Vertx vertx) throws ConfigException {
        return open(accessSettings(settings, environment), vertx);
    }

    /**
     * Opens a way to a cluster.
     *
     * @throws ConfigException when it cannot work
     */
    static ClusterLink open(AccessSettings access, Vertx vertx) throws ConfigException {
        try {
            return new ClusterLink(ClusterAccess.open(access, vertx));
        } catch (AccessException e) {
            throw new ConfigException(e.getMessage() + (e.kind() == AccessException.Kind.ABSENT ? HINT : ""), e);
        }
    }

    private static AccessSettings accessSettings(Settings settings, Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".kube", "config");
        AccessSettings found = AccessSettings.of(environment, home);
        String kubeconfig = settings.get(Setting.KUBECONFIG);
        String context = settings.get(Setting.CONTEXT);
        return found.change()
                .kubeconfig(kubeconfig.isEmpty() ? found.kubeconfig() : AccessSettings.paths(kubeconfig))
                .context(context.isEmpty() ? found.context() : context)
                .contexts(settings.list(Setting.CONTEXTS))
                .nativeEks(settings.flag(Setting.NATIVE_EKS))
                .done();
    }

    @Override
    public List<String> contexts() {
        return access.contexts();
    }

    @Override
    public KubernetesClient client(String context) throws ReadException {
        try {
            return context == null || context.isEmpty() ? access.client() : access.client(context);
        } catch (AccessException e) {
            throw new ReadException(new ReadFailure(0, e.getMessage(), ""), e);
        }
    }

    /** The client of the chosen context; it stays valid while credentials and addresses change beneath it. */
    KubernetesClient client() {
        return access.client();
    }

    /** Begins to obtain the credentials, so that they are at hand when the first read needs them. */
    void prepare() {
        access.prepare();
    }

    /**
     * Waits for the credentials.
     *
     * @throws ConfigException when they cannot be had
     */
    void awaitCredentials() throws ConfigException {
        try {
            access.prepare().get(CREDENTIALS_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new ConfigException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new ConfigException(
                    "no credentials for context " + access.context() + " within " + CREDENTIALS_LIMIT.toSeconds()
                            + " s; see what its user's login waits for",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("interrupted", e);
        }
    }

    /** Whether there are credentials for the chosen context. */
    boolean hasCredentials() {
        return access.hasCredentials();
    }

    /** Whether the kubeconfig leads to other clusters now than when this was opened. Reads files. */
    boolean movedOn() {
        return access.movedOn();
    }

    /** Name of the context that is read when a request names none. */
    String chosen() {
        return access.context();
    }

    /** Asks the cluster of a context what there is, and whether what is to be read is allowed. Blocks for some seconds at most. */
    StartupReport report(String context, ReadPlan plan) {
        return StartupReport.of(access, context, plan, REPORT_LIMIT);
    }

    /** Facts for people: context, server, user. */
    Map<String, String> facts() {
        var found = access.describe(access.context());
        return Map.of("Context", found.context(), "Server", found.server().toString(), "User", found.userKind());
    }

    /** Why credentials or addresses could not be renewed, a line for each context; empty when they could. */
    List<String> problems() {
        return access.contexts().stream()
                .flatMap(context -> access.problem(context).map(text -> named(context, text)).stream())
                .toList();
    }

    /** A text about a context, which is named unless it is the chosen one. */
    String named(String context, String text) {
        return context.equals(access.context()) ? text : "context " + context + ": " + text;
    }

    @Override
    public void close() {
        access.close();
    }
}
