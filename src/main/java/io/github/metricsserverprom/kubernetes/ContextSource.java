// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.kubeconfig.KubeCluster;
import io.github.metricsserverprom.kubernetes.kubeconfig.KubeContext;
import io.github.metricsserverprom.kubernetes.kubeconfig.KubeUser;
import io.github.metricsserverprom.kubernetes.kubeconfig.Kubeconfig;
import io.github.metricsserverprom.kubernetes.kubeconfig.KubeconfigFiles;
import io.github.metricsserverprom.kubernetes.kubeconfig.Material;
import io.github.metricsserverprom.kubernetes.kubeconfig.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The contexts there are: those of the kubeconfig files, or the one of the pod when there are no files. Thread-safe; reads files. */
final class ContextSource {

    /** Name of the context made of a pod's service account. */
    static final String IN_CLUSTER = "in-cluster";

    private final AccessSettings settings;
    private final KubeconfigFiles files;
    private final Kubeconfig ownCluster;

    ContextSource(AccessSettings settings) {
        this.settings = settings;
        this.files = new KubeconfigFiles(settings.kubeconfig());
        this.ownCluster = settings.inCluster().present() ? ownCluster(settings.inCluster()) : null;
    }

    /**
     * The context to use when none is asked for.
     *
     * @throws AccessException if there is no way to a cluster or no context is chosen
     */
    String chosen() {
        Kubeconfig kubeconfig = kubeconfig();
        if (settings.context() != null) {
            return settings.context();
        }
        if (kubeconfig.currentContext() != null) {
            return kubeconfig.currentContext();
        }
        if (kubeconfig.contexts().size() == 1) {
            return kubeconfig.contexts().keySet().iterator().next();
        }
        String there = kubeconfig.contexts().isEmpty()
                ? "there is no context in it; is it the right file?"
                : "there is: " + String.join(", ", kubeconfig.contexts().keySet())
                        + "; set KUBE_CONTEXT to one of them";
        throw AccessException.configuration(
                "no context chosen: " + list(kubeconfig.sources()) + " has no current-context; " + there);
    }

    /** Finds a context as the files are now. */
    ResolvedContext resolve(String name) {
        Kubeconfig kubeconfig = kubeconfig();
        return ResolvedContext.of(kubeconfig, name, kubeconfig == ownCluster);
    }

    /** Whether the pod's own cluster stands in for files that were expected. */
    boolean standsIn() {
        return files.read().isEmpty();
    }

    private Kubeconfig kubeconfig() {
        Optional<Kubeconfig> found = files.read();
        if (found.isPresent()) {
            return found.get();
        }
        if (ownCluster != null) {
            return ownCluster;
        }
        throw AccessException.absent("no way to a cluster found: no kubeconfig at "
                + list(settings.kubeconfig()) + ", and no service account of a pod ("
                + settings.inCluster().missing() + "); mount a kubeconfig there, set KUBECONFIG, or run in a pod with a"
                + " service account");
    }

    private static Kubeconfig ownCluster(InClusterPaths paths) {
        Origin origin = new Origin(paths.serviceAccount(), 0);
        KubeCluster cluster = new KubeCluster(
                IN_CLUSTER,
                paths.server(),
                Material.file("service account certificate", origin, paths.authority()),
                false,
                null,
                null,
                null,
                origin);
        KubeUser user = KubeUser.ofTokenFile("service account", paths.token(), origin);
        KubeContext context = new KubeContext(IN_CLUSTER, IN_CLUSTER, user.name(), null, origin);
        return new Kubeconfig(
                List.of(paths.serviceAccount()),
                IN_CLUSTER,
                Map.of(IN_CLUSTER, context),
                Map.of(IN_CLUSTER, cluster),
                Map.of(user.name(), user));
    }

    private static String list(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
