// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.kubernetes.AccessSettings;
import io.github.metricsserverprom.kubernetes.Check;
import io.github.metricsserverprom.kubernetes.ClusterAccess;
import io.github.metricsserverprom.kubernetes.StartupReport;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.model.ReadFailure;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program's way to the cluster: opens it as the settings say, hands its clients to the routes, reports on it. */
final class ClusterLink implements ClusterClients, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLink.class);
    private static final Duration REPORT_LIMIT = Duration.ofSeconds(10);

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
            throw new ConfigException(
                    e.getMessage() + "\nTo look around without a cluster: --demo (mvn -Pdemo) starts a simulated one.",
                    e);
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

    /**
     * Asks to be told when a context leads to another cluster; told its name, which is empty for the chosen one.
     */
    void onServerChange(Consumer<String> listener) {
        access.onServerChange(context -> {
            listener.accept(context);
            if (context.equals(access.context())) {
                listener.accept("");
            }
        });
    }

    /** Asks the cluster what there is and what is allowed. Blocks for some seconds at most. */
    StartupReport report() {
        return StartupReport.of(access, access.context(), List.of(), REPORT_LIMIT);
    }

    /** Logs a report, one line for each check. */
    static void log(StartupReport report) {
        for (Check check : report.checks()) {
            if (check.status() == Check.Status.OK) {
                LOG.info("[init] {}", check.line());
            } else {
                LOG.warn("[init] {}", check.line());
            }
        }
    }

    /** Facts for people: context, server, user. */
    Map<String, String> facts() {
        var found = access.describe(access.context());
        return Map.of("Context", found.context(), "Server", found.server().toString(), "User", found.userKind());
    }

    /** Why the credentials or the address could not be renewed; empty when they could. */
    String problem() {
        return access.problem(access.context()).orElse("");
    }

    @Override
    public void close() {
        access.close();
    }
}
