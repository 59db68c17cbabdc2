// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

/** How the families with the names of the original metrics-server-prom are published. */
public enum OriginalNames {
    /** As the original did: CPU in cores times 60000. */
    ORIGINAL,
    /** With CPU in plain cores. */
    CORES,
    /** Not at all. */
    OFF
}
