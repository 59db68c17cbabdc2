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

    public AccessSettings withKubeconfig(List<Path> files) {
        return new AccessSettings(
                files,
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

    public AccessSettings withContext(String name) {
        return new AccessSettings(
                kubeconfig,
                name,
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

    public AccessSettings withContexts(List<String> names) {
        return new AccessSettings(
                kubeconfig,
                context,
                names,
                nativeEks,
                connectTimeout,
                requestTimeout,
                pluginTimeout,
                fileCheckInterval,
                idleTimeout,
                inCluster,
                environment);
    }

    public AccessSettings withNativeEks(boolean on) {
        return new AccessSettings(
                kubeconfig,
                context,
                contexts,
                on,
                connectTimeout,
                requestTimeout,
                pluginTimeout,
                fileCheckInterval,
                idleTimeout,
                inCluster,
                environment);
    }

    public AccessSettings withTimeouts(Duration connect, Duration request, Duration plugin) {
        return new AccessSettings(
                kubeconfig,
                context,
                contexts,
                nativeEks,
                connect,
                request,
                plugin,
                fileCheckInterval,
                idleTimeout,
                inCluster,
                environment);
    }

    /**
     * @param check see {@link #fileCheckInterval()}
     * @param idle see {@link #idleTimeout()}
     */
    public AccessSettings withIntervals(Duration check, Duration idle) {
        return new AccessSettings(
                kubeconfig,
                context,
                contexts,
                nativeEks,
                connectTimeout,
                requestTimeout,
                pluginTimeout,
                check,
                idle,
                inCluster,
                environment);
    }

    public AccessSettings withInCluster(InClusterPaths paths) {
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
                paths,
                environment);
    }

    /** The environment may hold secrets: it is not shown. */
    @Override
    public String toString() {
        return "AccessSettings[kubeconfig=" + kubeconfig + ", context=" + context + ", contexts=" + contexts
                + ", nativeEks=" + nativeEks + "]";
    }
}
