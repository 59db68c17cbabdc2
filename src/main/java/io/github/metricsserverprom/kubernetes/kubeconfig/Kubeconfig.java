// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One kubeconfig, or several merged. Maps keep the order of the files.
 *
 * @param sources the files it was read from, in the order of their priority
 * @param currentContext null when no file names one
 */
public record Kubeconfig(
        List<Path> sources,
        String currentContext,
        Map<String, KubeContext> contexts,
        Map<String, KubeCluster> clusters,
        Map<String, KubeUser> users) {

    public Kubeconfig {
        sources = List.copyOf(sources);
        contexts = Collections.unmodifiableMap(new LinkedHashMap<>(contexts));
        clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
    }

    /**
     * Merges files as kubectl does: the first file that names a context, cluster, user or current context wins, and its entry is
     * taken whole (<a
     * href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files">rules</a>).
     */
    public static Kubeconfig merge(List<Kubeconfig> files) {
        Map<String, KubeContext> contexts = new LinkedHashMap<>();
        Map<String, KubeCluster> clusters = new LinkedHashMap<>();
        Map<String, KubeUser> users = new LinkedHashMap<>();
        String current = null;
        for (Kubeconfig file : files) {
            file.contexts.forEach(contexts::putIfAbsent);
            file.clusters.forEach(clusters::putIfAbsent);
            file.users.forEach(users::putIfAbsent);
            current = current == null ? file.currentContext : current;
        }
        List<Path> sources =
                files.stream().flatMap(file -> file.sources.stream()).toList();
        return new Kubeconfig(sources, current, contexts, clusters, users);
    }
}
