// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoPod;
import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.kubernetes.AccessSettings;
import io.github.metricsserverprom.testing.ConnectionCounter;
import io.github.metricsserverprom.testing.ExpositionPage;
import io.github.metricsserverprom.testing.ExpositionParser;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One program that reads two clusters, each with a token of its own and connections that are counted. */
class SeveralClustersIT {

    private static final String WEST_USER = "{token: west-token}";

    @TempDir
    private Path home;

    private Vertx vertx;
    private DemoCluster east;
    private DemoCluster west;
    private ConnectionCounter toEast;
    private ConnectionCounter toWest;

    @BeforeEach
    void startClusters() throws IOException {
        RunningExporter.install(home);
        vertx = Vertx.vertx();
        east = cluster(3, 1, "east-token");
        west = cluster(5, 2, "west-token");
        toEast = new ConnectionCounter(vertx, east.port());
        toWest = new ConnectionCounter(vertx, west.port());
        kubeconfig("east", WEST_USER);
    }

    @AfterEach
    void stopClusters() throws Exception {
        toEast.close();
        toWest.close();
        east.close();
        west.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void eachScrapeReadsTheContextItNamesAndAnUnknownOneIsRefusedWithTheList() throws Exception {
        contexts("west");
        try (RunningExporter exporter = start()) {
            assertThat(uids(page(exporter, "/metrics"))).isEqualTo(uids(east));
            assertThat(uids(page(exporter, "/metrics?context=east"))).isEqualTo(uids(east));
            assertThat(uids(page(exporter, "/metrics?context=west"))).isEqualTo(uids(west));
            assertThat(exporter.get(exporter.scrape("/snapshot?context=west")).body())
                    .startsWith("{\"context\":\"west\"");
            assertThat(exporter.get(exporter.scrape("/healthz?context=west")).body())
                    .isEqualTo("ok");
            for (String path : List.of("/metrics", "/snapshot", "/healthz")) {
                HttpResponse<String> unknown = exporter.get(exporter.scrape(path + "?context=south"));
                assertThat(unknown.statusCode()).isEqualTo(400);
                assertThat(unknown.body())
                        .isEqualTo("unknown context 'south', expected one of east, west (exporter.contexts)\n");
            }
        }
    }

    @Test
    void aContextWithBrokenCredentialsAffectsOnlyItself() throws Exception {
        contexts("west");
        kubeconfig("east", "{token: wrong-token}");
        String refused = "127.0.0.1:" + toWest.port() + " does not accept the credentials (401)";
        try (RunningExporter exporter = start()) {
            HttpResponse<String> broken = exporter.get(exporter.scrape("/metrics?context=west"));
            assertThat(broken.statusCode()).isEqualTo(503);
            assertThat(broken.body()).contains("node_metrics: 401 Unauthorized", "pod_metrics: 401 Unauthorized");
            assertThat(page(exporter, "/metrics").value("metrics_server_prom_up"))
                    .isEqualTo("1");
            await().untilAsserted(() -> {
                HttpResponse<String> ready = exporter.get(exporter.scrape("/readyz"));
                assertThat(ready.statusCode()).isEqualTo(200);
                assertThat(ready.body())
                        .startsWith("ready, but:\ncontext west: http://")
                        .contains(refused);
            });

            kubeconfig("east", WEST_USER);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(uids(page(exporter, "/metrics?context=west")))
                            .isEqualTo(uids(west)));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            exporter.get(exporter.scrape("/readyz")).body())
                    .isEqualTo("ready\n"));
        }
    }

    @Test
    void connectionsOfAContextEndWhenItIsNoLongerConfigured() throws Exception {
        contexts("west");
        try (RunningExporter exporter = start()) {
            page(exporter, "/metrics");
            page(exporter, "/metrics?context=west");
            assertThat(toWest.open()).isPositive();
            assertThat(west.traffic().of(DemoTarget.PODS_WATCH).open()).isEqualTo(1);

            contexts("");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(exporter.get(exporter.scrape("/metrics?context=west"))
                                    .statusCode())
                            .isEqualTo(400));
            await().atMost(Duration.ofSeconds(20)).until(() -> toWest.open() == 0);
            assertThat(uids(page(exporter, "/metrics"))).isEqualTo(uids(east));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> toEast.open() == 0);
    }

    /** Watches of pods that nobody asks for end as well, which PodWatchesIT shows. */
    @Test
    void connectionsOfAContextThatNobodyAsksForEnd() throws Exception {
        AccessSettings settings = AccessSettings.of(Map.of(), home.resolve("kubeconfig"))
                .change()
                .contexts(List.of("west"))
                .idleTimeout(Duration.ofMillis(200))
                .done();
        try (ClusterLink link = ClusterLink.open(settings, vertx)) {
            assertThat(link.client("").top().nodes().metrics().getItems()).hasSize(3);
            assertThat(link.client("west").top().nodes().metrics().getItems()).hasSize(5);
            await().atMost(Duration.ofSeconds(20)).until(() -> toWest.open() == 0);
            assertThat(toEast.open()).as("connections of the chosen context").isPositive();
            assertThat(link.client("west").top().nodes().metrics().getItems()).hasSize(5);
        }
    }

    @Test
    void theCurrentContextIsFollowedWithoutAFailedScrapeAndWithoutMixingClusters() throws Exception {
        Set<String> eastern = uids(east);
        Set<String> western = uids(west);
        AtomicInteger scrapes = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (RunningExporter exporter = start()) {
            CompletableFuture<Void> scraping = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    Set<String> found = uids(page(exporter, "/metrics"));
                    assertThat(List.of(eastern, western)).contains(found);
                    scrapes.incrementAndGet();
                }
            });
            for (int round = 0; round < 4; round++) {
                String next = round % 2 == 0 ? "west" : "east";
                kubeconfig(next, WEST_USER);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> uids(page(exporter, "/metrics")).equals(next.equals("west") ? western : eastern));
            }
            assertThat(exporter.get(exporter.scrape("/")).body()).contains("east");
            over.set(true);
            scraping.get(30, TimeUnit.SECONDS);
            assertThat(scrapes).hasValueGreaterThan(20);
            await().atMost(Duration.ofSeconds(20)).until(() -> toWest.open() == 0);
        }
    }

    @Test
    void aBadEditOfTheKubeconfigIsToldAndNotFollowed() throws Exception {
        try (RunningExporter exporter = start()) {
            assertThat(uids(page(exporter, "/metrics"))).isEqualTo(uids(east));
            kubeconfig("south", WEST_USER);
            String reason = "context south is not in " + home.resolve("kubeconfig") + "; there is: east, west; set"
                    + " KUBE_CONTEXT to one that exists";
            await().untilAsserted(() -> assertThat(
                            exporter.get(exporter.scrape("/readyz")).body())
                    .isEqualTo("ready, but:\n" + reason + "\n"));
            assertThat(uids(page(exporter, "/metrics"))).isEqualTo(uids(east));

            kubeconfig("west", WEST_USER);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(uids(page(exporter, "/metrics")))
                    .isEqualTo(uids(west)));
            assertThat(exporter.get(exporter.scrape("/readyz")).body()).isEqualTo("ready\n");
        }
    }

    @Test
    void aContextThatIsNamedStays() throws Exception {
        set("#exporter.context=", "exporter.context=east");
        try (RunningExporter exporter = start()) {
            kubeconfig("west", WEST_USER);
            exporter.reload();
            assertThat(uids(page(exporter, "/metrics"))).isEqualTo(uids(east));

            set("exporter.context=east", "exporter.context=west");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(uids(page(exporter, "/metrics")))
                    .isEqualTo(uids(west)));
        }
    }

    @Test
    void aClusterWhoseLoginFailsIsNotSwitchedTo() throws Exception {
        try (RunningExporter exporter = start()) {
            kubeconfig(
                    "west",
                    "{exec: {command: /bin/sh, args: [-c, 'exit 4'], apiVersion: client.authentication.k8s.io/v1}}");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            exporter.get(exporter.scrape("/readyz")).body())
                    .startsWith("ready, but:\nexec plugin /bin/sh of user west (" + home.resolve("kubeconfig")
                            + " line 16): exit code 4, no message"));
            assertThat(uids(page(exporter, "/metrics"))).isEqualTo(uids(east));

            kubeconfig("east", WEST_USER);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            exporter.get(exporter.scrape("/readyz")).body())
                    .isEqualTo("ready\n"));
        }
    }

    private RunningExporter start() throws Exception {
        return RunningExporter.start(home, home.resolve("kubeconfig"));
    }

    private DemoCluster cluster(int nodes, long seed, String token) {
        return DemoCluster.start(
                vertx,
                DemoOptions.change().nodes(nodes).seed(seed).tokens(token).done(),
                InstantSource.system());
    }

    private void kubeconfig(String current, String westUser) throws IOException {
        write(
                home.resolve("kubeconfig"),
                """
                current-context: %s
                contexts:
                - name: east
                  context: {cluster: east, user: east}
                - name: west
                  context: {cluster: west, user: west}
                clusters:
                - name: east
                  cluster: {server: 'http://127.0.0.1:%d'}
                - name: west
                  cluster: {server: 'http://127.0.0.1:%d'}
                users:
                - name: east
                  user: {token: east-token}
                - name: west
                  user: %s
                """
                        .formatted(current, toEast.port(), toWest.port(), westUser));
    }

    private static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling("next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void contexts(String names) throws IOException {
        String text = Files.readString(home.resolve("application.properties"));
        write(
                home.resolve("application.properties"),
                text.replaceAll("(?m)^exporter.contexts=.*$", "exporter.contexts=" + names));
    }

    private void set(String line, String other) throws IOException {
        String text = Files.readString(home.resolve("application.properties"));
        assertThat(text).contains(line + "\n");
        write(home.resolve("application.properties"), text.replace(line + "\n", other + "\n"));
    }

    /** A page on which everything could be read. */
    private static ExpositionPage page(RunningExporter exporter, String path) {
        try {
            HttpResponse<String> answer = exporter.get(exporter.scrape(path));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            ExpositionPage page = ExpositionParser.parse(ExpositionFormat.TEXT_0_0_4, answer.body());
            assertThat(page.value("metrics_server_prom_up")).isEqualTo("1");
            return page;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> uids(ExpositionPage page) {
        return page.samples("kube_metrics_server_pod_info").stream()
                .map(sample -> sample.labels().get("uid"))
                .collect(Collectors.toSet());
    }

    private static Set<String> uids(DemoCluster cluster) {
        return cluster.pods().stream()
                .filter(DemoPod::measured)
                .map(DemoPod::uid)
                .collect(Collectors.toSet());
    }
}
