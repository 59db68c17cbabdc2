// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.apiserver.SingleFlight;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Effect;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.join.FactsMemory;
import io.github.metricsserverprom.podfacts.PodWatches;
import io.github.metricsserverprom.podfacts.WatchTimes;
import io.github.metricsserverprom.web.CallerReviews;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes generations: binds what the host shares among them, and opens a new way to the cluster for one whose settings
 * or kubeconfig name another cluster than those of the generation that is live.
 */
final class Generations implements Reloader.GenerationFactory {

    private final Installation installation;
    private final LinkOpener links;
    private final Vertx vertx;
    private final Supplier<Map<String, Object>> shared;
    private final UpstreamMetrics upstream;

    /** Opens the way to a cluster. */
    @FunctionalInterface
    interface LinkOpener {
        /** The way to the cluster that these settings name. */
        ClusterLink open(Settings settings) throws ConfigException;
    }

    /**
     * With what all generations need.
     *
     * @param installation where the settings come from
     * @param links        opens the way to the cluster that the settings name
     * @param vertx        the host's
     * @param upstream     is told of requests and watches
     * @param shared       gives the beans to bind, by name, for one generation
     */
    Generations(
            Installation installation,
            LinkOpener links,
            Vertx vertx,
            UpstreamMetrics upstream,
            Supplier<Map<String, Object>> shared) {
        this.installation = installation;
        this.links = links;
        this.vertx = vertx;
        this.upstream = upstream;
        this.shared = shared;
    }

    @Override
    public Generation create(int number, RouteFiles files, Generation live) throws RoutesException {
        try {
            Settings settings = installation.settings(files);
            Sources sources = Sources.of(files, settings);
            Cluster cluster = live != null && sameCluster(settings, live)
                    ? live.cluster()
                    : cluster(opened(settings, live), settings);
            Map<String, Object> beans = new LinkedHashMap<>(shared.get());
            beans.putAll(cluster.beans());
            beans.put("upstreamMetrics", upstream);
            beans.put("pageCarrier", new VertxPages());
            return new Generation(number, sources, cluster, vertx, beans);
        } catch (ConfigException e) {
            throw new RoutesException(e.getMessage().lines().toList(), e);
        }
    }

    /** A way that takes the place of one that works must have its credentials; the first one may still wait for them. */
    private ClusterLink opened(Settings settings, Generation live) throws ConfigException {
        ClusterLink link = links.open(settings);
        if (live == null) {
            link.prepare();
            return link;
        }
        try {
            link.awaitCredentials();
            return link;
        } catch (ConfigException e) {
            link.close();
            throw e;
        }
    }

    private Cluster cluster(ClusterLink link, Settings settings) {
        WatchTimes times = WatchTimes.DEFAULT.with(
                settings.duration(Setting.WATCH_SILENCE), settings.duration(Setting.WATCH_GRACE));
        return new Cluster(
                link,
                new SingleFlight(),
                new FactsMemory(),
                new PodWatches(link, upstream, times),
                new CallerReviews(link.client(), upstream));
    }

    private static boolean sameCluster(Settings settings, Generation live) {
        return settings.changedFrom(live.settings()).stream()
                        .map(Setting::effect)
                        .noneMatch(Effect.CLIENT::equals)
                && !live.cluster().link().movedOn();
    }

    /**
     * The way to a cluster and what is remembered of it, shared by the generations that read that cluster.
     *
     * @param link         the clients
     * @param singleFlight reads under way, so that two generations share them
     * @param facts        last known facts
     * @param watches      the watches of pods
     * @param reviews      asks the cluster about callers
     */
    record Cluster(
            ClusterLink link, SingleFlight singleFlight, FactsMemory facts, PodWatches watches, CallerReviews reviews)
            implements AutoCloseable {

        Map<String, Object> beans() {
            return Map.of(
                    "kubernetesClient", link.client(),
                    "clusterClients", link,
                    "singleFlight", singleFlight,
                    "factsMemory", facts,
                    "podWatches", watches);
        }

        @Override
        public void close() {
            watches.close();
            link.close();
        }
    }
}
