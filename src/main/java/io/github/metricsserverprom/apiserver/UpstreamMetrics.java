// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

/**
 * Is told what the program asks of API servers, for its own metrics. The host binds one; without one in the registry
 * nothing is counted. Implementations are thread-safe and do not block.
 */
public interface UpstreamMetrics {

    /** Counts nothing. */
    UpstreamMetrics NONE = new UpstreamMetrics() {
        @Override
        public void request(String resource, String verb, int status, long nanos, long bytes) {}

        @Override
        public void watchStarted(WatchState watch) {}

        @Override
        public void watchStopped(WatchState watch) {}
    };

    /**
     * A request has ended; in the case of a watch, it was answered.
     *
     * @param resource in Kubernetes' words, such as {@code pods.metrics.k8s.io}
     * @param verb     {@code list} or {@code watch}
     * @param status   HTTP status; 0 when there was no whole answer
     * @param nanos    from sending to the end of the answer, in nanoseconds
     * @param bytes    length of the body as it came over the wire
     */
    void request(String resource, String verb, int status, long nanos, long bytes);

    /** A watch begins to be kept; its state can be asked for until it is stopped. */
    void watchStarted(WatchState watch);

    /** A watch is no longer kept. */
    void watchStopped(WatchState watch);
}
