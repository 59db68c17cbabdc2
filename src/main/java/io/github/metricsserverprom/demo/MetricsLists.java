// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.github.metricsserverprom.demo.ClusterState.Sample;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers of the metrics API. Lists without a selector are written once per sample (and again after pods were replaced)
 * and shared by all requests, plain and compressed. Their {@code creationTimestamp}, in the real API the time of the
 * request, is the time of the first request that was given the list. Thread-safe.
 */
final class MetricsLists {
    private final Vertx vertx;
    private final ClusterState cluster;
    private final MetricsBodies bodies;
    private Generation generation;

    /**
     * A list.
     *
     * @param target nodes or pods
     * @param namespace or null for all
     * @param protobuf whether as protobuf, otherwise as JSON
     */
    private record Key(DemoTarget target, String namespace, boolean protobuf) {

        Answer answer(Body body) {
            return protobuf ? new Answer(200, ProtobufList.MEDIA_TYPE, Map.of(), body) : Answer.json(body);
        }

        Body written(Body json) throws IOException {
            return protobuf ? ProtobufList.of(json, target) : json;
        }
    }

    /** What was made of one sample and one state of the pods. */
    private record Generation(
            Sample sample,
            PodStore.Snapshot pods,
            Map<Key, Future<Body>> plain,
            Map<Key, Future<List<Buffer>>> compressed) {}

    /** A list with its compressed form. */
    private record Shared(Body plain, List<Buffer> compressed) implements Body {
        @Override
        public long length() {
            return plain.length();
        }

        @Override
        public Iterator<Buffer> parts() {
            return plain.parts();
        }

        @Override
        public Iterator<Buffer> compressedParts() {
            return compressed.iterator();
        }

        @Override
        public boolean expensive() {
            return false;
        }
    }

    MetricsLists(Vertx vertx, ClusterState cluster, MetricsBodies bodies) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.bodies = bodies;
        this.generation = newGeneration();
    }

    /** @param gzip whether the client takes compressed answers */
    Future<Answer> answer(ApiRequest request, boolean gzip) {
        if (request.watch()) {
            return Future.succeededFuture(ApiErrors.watchNotSupported(request.target()));
        }
        if (request.name() != null) {
            return later(() -> one(request));
        }
        try {
            PodFilter filter = PodFilter.of(request);
            Key key = new Key(request.target(), request.namespace(), prefersProtobuf(request));
            if (!filter.whole()) {
                return later(() -> key.answer(key.written(selected(request.target(), filter))));
            }
            return shared(current(), key, gzip).map(key::answer);
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(ApiErrors.badRequest(e.getMessage()));
        }
    }

    /** A client that wants protobuf and takes JSON names protobuf first. */
    private static boolean prefersProtobuf(ApiRequest request) {
        String accept = request.headers().get("Accept");
        return accept != null && accept.strip().startsWith(ProtobufList.MEDIA_TYPE);
    }

    /** Writes the lists ahead that were asked for since the last sample, if there is a new one. */
    void writeAhead() {
        Generation last;
        synchronized (this) {
            last = generation;
        }
        Generation now = current();
        if (now != last) {
            last.plain.keySet().forEach(key -> shared(now, key, last.compressed.containsKey(key)));
        }
    }

    private synchronized Generation current() {
        Sample sample = cluster.sample();
        boolean stale = generation.sample != sample
                || generation.pods.resourceVersion() != cluster.store().now().resourceVersion();
        if (stale) {
            generation = newGeneration();
        }
        return generation;
    }

    private Generation newGeneration() {
        return new Generation(
                cluster.sample(), cluster.store().now(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private Future<Body> shared(Generation from, Key key, boolean gzip) {
        Future<Body> plain = from.plain.computeIfAbsent(key, unused -> later(() -> write(from, key)));
        if (!gzip) {
            return plain;
        }
        return plain.compose(body -> {
            if (!body.large()) {
                return Future.succeededFuture(body);
            }
            return from.compressed
                    .computeIfAbsent(key, unused -> later(() -> Gzip.all(body.parts())))
                    .map(compressed -> new Shared(body, compressed));
        });
    }

    private Body write(Generation from, Key key) throws IOException {
        if (key.target == DemoTarget.NODE_METRICS) {
            return key.written(bodies.nodes(from.sample, from.pods.table(), Selector.ALL));
        }
        PodFilter filter = new PodFilter(key.namespace, Selector.ALL, Selector.ALL);
        return key.written(bodies.pods(from.sample, from.pods.table(), filter));
    }

    private Body selected(DemoTarget target, PodFilter filter) {
        Generation from = current();
        return target == DemoTarget.NODE_METRICS
                ? bodies.nodes(from.sample, from.pods.table(), filter.labels())
                : bodies.pods(from.sample, from.pods.table(), filter);
    }

    private Answer one(ApiRequest request) {
        Generation from = current();
        PodTable table = from.pods.table();
        if (request.target() == DemoTarget.POD_METRICS) {
            SimPod pod = table.find(request.namespace(), request.name());
            return pod == null || !ClusterState.measured(pod, from.sample)
                    ? ApiErrors.notFound(request)
                    : Answer.json(bodies.pod(pod, from.sample));
        }
        return cluster.nodes().stream()
                .filter(node -> node.name().equals(request.name())
                        && !from.sample.lost().contains(node.name()))
                .findFirst()
                .map(node -> Answer.json(bodies.node(node, from.sample, table)))
                .orElseGet(() -> ApiErrors.notFound(request));
    }

    private <T> Future<T> later(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
