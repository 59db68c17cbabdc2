// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import java.util.List;
import java.util.Map;

/**
 * A credential plugin as a kubeconfig describes it.
 *
 * @param command command as written; with a slash but not absolute it counts from the folder of the kubeconfig
 * @param env variables added to the environment of the plugin, in order
 * @param apiVersion {@code client.authentication.k8s.io/v1} or {@code .../v1beta1}
 * @param installHint what to tell when the command is missing, null for nothing
 * @param provideClusterInfo whether the plugin is told about the cluster
 * @param interactiveMode {@code Never}, {@code IfAvailable} or {@code Always}
 */
public record ExecSpec(
        String command,
        List<String> args,
        Map<String, String> env,
        String apiVersion,
        String installHint,
        boolean provideClusterInfo,
        String interactiveMode,
        Origin origin) {

    /** Arguments and variables may hold secrets: only the command is shown. */
    @Override
    public String toString() {
        return "ExecSpec[" + command + " in " + origin + "]";
    }
}
