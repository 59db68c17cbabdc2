// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides which clusters are reached and how. Nothing else is consulted: no system property, no process
 * environment but the one in here.
 *
 * @param kubeconfig kubeconfig files in the order of their priority; those that do not exist are passed over
 * @param context context to use, null for the current context of the files
 * @param contexts further contexts that may be asked for
 * @param nativeEks whether users of {@code aws eks get-token} and {@code aws-iam-authenticator} get their token from the AWS SDK
 * @param connectTimeout limit for opening a connection
 * @param requestTimeout limit for a request that has no deadline of its own
 * @param pluginTimeout limit for one run of a credential plugin or one request to a token provider
 * @param fileCheckInterval how old the last look at the files may be when a request is made; zero to look each time
 * @param idleTimeout after how long without use the connections of a further context are closed
 * @param inCluster where the pod's own cluster is found
 * @param environment environment for PATH, proxies, credential plugins and AWS
 */
public record AccessSettings(
        List<Path> kubeconfig,
        String context,
        List<String> contexts,
        boolean nativeEks,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration pluginTimeout,
        Duration fileCheckInterval,
        Duration idleTimeout,
        InClusterPaths inCluster,
        Map<String, String> environment) {

    public AccessSettings {
        kubeconfig = List.copyOf(kubeconfig);
        contexts = List.copyOf(contexts);
        environment = Map.copyOf(environment);
        context = context == null || context.isBlank() ? null : context;
    }

    /**
     * The usual settings for an environment: {@code KUBECONFIG} or the given default, {@code KUBE_CONTEXT}, the service account.
     *
     * @param defaultKubeconfig file to use when {@code KUBECONFIG} is not set
     */
    public static AccessSettings of(Map<String, String> environment, Path defaultKubeconfig) {
        String files = environment.getOrDefault("KUBECONFIG", "");
        return new AccessSettings(
                files.isBlank() ? List.of(defaultKubeconfig) : paths(files),
                environment.get("KUBE_CONTEXT"),
                List.of(),
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                InClusterPaths.of(environment),
                environment);
    }

    /** Splits a list of files as {@code KUBECONFIG} holds it; empty parts do not count. */
    public static List<Path> paths(String list) {
        return Arrays.stream(list.split(File.pathSeparator))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** Starts from these settings. */
    public Change change() {
        return new Change(this);
    }

    /** The environment may hold secrets: it is not shown. */
    @Override
    public String toString() {
        return "AccessSettings[kubeconfig=" + kubeconfig + ", context=" + context + ", contexts=" + contexts
                + ", nativeEks=" + nativeEks + "]";
    }

    /** Collects settings that differ. Not thread-safe. */
    public static final class Change {
        private List<Path> kubeconfig;
        private String context;
        private List<String> contexts;
        private boolean nativeEks;
        private Duration connectTimeout;
        private Duration requestTimeout;
        private Duration pluginTimeout;
        private Duration fileCheckInterval;
        private Duration idleTimeout;
        private InClusterPaths inCluster;
        private Map<String, String> environment;

        private Change(AccessSettings from) {
            kubeconfig = from.kubeconfig;
            context = from.context;
            contexts = from.contexts;
            nativeEks = from.nativeEks;
            connectTimeout = from.connectTimeout;
            requestTimeout = from.requestTimeout;
            pluginTimeout = from.pluginTimeout;
            fileCheckInterval = from.fileCheckInterval;
            idleTimeout = from.idleTimeout;
            inCluster = from.inCluster;
            environment = from.environment;
        }

        public Change kubeconfig(List<Path> files) {
            kubeconfig = files;
            return this;
        }

        public Change context(String name) {
            context = name;
            return this;
        }

        public Change contexts(List<String> names) {
            contexts = names;
            return this;
        }

        public Change nativeEks(boolean on) {
            nativeEks = on;
            return this;
        }

        public Change timeouts(Duration connect, Duration request, Duration plugin) {
            connectTimeout = connect;
            requestTimeout = request;
            pluginTimeout = plugin;
            return this;
        }

        public Change fileCheckInterval(Duration interval) {
            fileCheckInterval = interval;
            return this;
        }

        public Change idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        public Change inCluster(InClusterPaths paths) {
            inCluster = paths;
            return this;
        }

        public Change environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        public AccessSettings done() {
            return new AccessSettings(
                    kubeconfig,
                    context,
                    contexts,
                    nativeEks,
                    connectTimeout,
                    requestTimeout,
                    pluginTimeout,
                    fileCheckInterval,
                    idleTimeout,
                    inCluster,
                    environment);
        }
    }
}
