// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.kubernetes.AccessSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** The demo cluster inside this process, and the way to it. */
final class DemoLink implements AutoCloseable {

    private final DemoCluster cluster;
    private final Path kubeconfig;

    private DemoLink(DemoCluster cluster, Path kubeconfig) {
        this.cluster = cluster;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Starts the demo cluster on a free loopback port.
     *
     * @throws ConfigException when its settings cannot work
     */
    static DemoLink start(Vertx vertx, Settings settings) throws ConfigException {
        DemoOptions options;
        try {
            options = DemoOptions.change()
                    .nodes(settings.number(Setting.DEMO_NODES))
                    .podsPerNode(settings.number(Setting.DEMO_PODS_PER_NODE))
                    .seed(Long.parseLong(settings.get(Setting.DEMO_SEED)))
                    .tokens(UUID.randomUUID().toString())
                    .done();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage() + " (demo.nodes, demo.pods-per-node)", e);
        }
        DemoCluster cluster = DemoCluster.start(vertx, options, InstantSource.system());
        try {
            Path file = Files.createTempFile("metrics-server-prom-demo", ".kubeconfig");
            Files.writeString(file, cluster.kubeconfig());
            return new DemoLink(cluster, file);
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException("cannot write the demo's kubeconfig", e);
        }
    }

    /** The way to the demo cluster, whatever cluster the settings and the environment name. */
    AccessSettings access() {
        return AccessSettings.of(Map.of(), kubeconfig);
    }

    /** In words, for people. */
    String text() {
        return cluster.nodes().size() + " nodes, " + cluster.pods().size() + " pods, simulated at " + cluster.uri();
    }

    @Override
    public void close() {
        cluster.close();
        try {
            Files.deleteIfExists(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + kubeconfig, e);
        }
    }
}
