// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

/** What it takes for a changed setting to take effect. */
public enum Effect {
    /** The routes are built anew, in the running process. */
    RELOAD,
    /** The clients of the cluster and the routes are built anew, in the running process. */
    CLIENT,
    /** The program must be restarted; a change is reported. */
    RESTART
}
