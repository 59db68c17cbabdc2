// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

/** How a watch is doing. Thread-safe; cheap to ask. */
public interface WatchState {

    /** The kubeconfig context whose cluster is watched; empty for the chosen one. */
    String context();

    /** The namespace that is watched; empty for all. */
    String namespace();

    /** Whether the whole list was read and the watch follows the changes since. */
    boolean synced();

    /** When the server last gave a sign of life (an event, a bookmark, a list), in seconds since 1970-01-01 UTC; 0 for never. */
    double lastEventSeconds();

    /** How often the whole list was read again after the first time. */
    long relists();

    /** The number of objects that are known. */
    int size();
}
