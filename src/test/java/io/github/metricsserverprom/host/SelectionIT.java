// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoPod;
import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.demo.Fault;
import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.testing.ExpositionPage;
import io.github.metricsserverprom.testing.ExpositionParser;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The program reads what its settings select of a cluster that allows no more, and follows edits of them while it runs. */
class SelectionIT {

    private static final Set<String> TEAMS = Set.of("team-a", "team-b");
    private static final Duration LIVE = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private DemoCluster cluster;
    private Exporter exporter;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        DemoOptions options = DemoOptions.change().nodes(4).podsPerNode(20).done();
        cluster = DemoCluster.start(vertx, options, InstantSource.system());
        Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
    }

    @AfterEach
    void stop() {
        if (exporter != null) {
            exporter.close();
        }
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Map<String, String> environment() {
        return Map.of("KUBECONFIG", folder.resolve("kubeconfig").toString());
    }

    private void run(String... settings) throws Exception {
        edit(settings);
        exporter =
                Exporter.start(new Installation(Path.of("routes"), config(), environment(), new Properties()), false);
    }

    private Path config() {
        return folder.resolve("application.properties");
    }

    /** Saves settings, each {@code key=value} without its prefix. */
    private void edit(String... settings) throws IOException {
        StringBuilder text = new StringBuilder("camel.server.host=127.0.0.1\ncamel.server.port=0\n"
                + "camel.management.port=0\nexporter.log-level=error\n");
        for (String setting : settings) {
            text.append("exporter.").append(setting).append('\n');
        }
        Files.writeString(config(), text);
    }

    private HttpResponse<String> get(int port, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
        return http.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private ExpositionPage scrape(String... headers) throws IOException, InterruptedException {
        HttpResponse<String> page = get(exporter.scrapePort(), "/metrics", headers);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return ExpositionParser.parse(ExpositionFormat.TEXT_0_0_4, page.body());
    }

    private String self() throws IOException, InterruptedException {
        return get(exporter.managementPort(), "/metrics").body();
    }

    /** {@code namespace/pod uid node} of each pod on the page. */
    private static Set<String> pods(ExpositionPage page) {
        return page.samples("kube_metrics_server_pod_info").stream()
                .map(ExpositionPage.Sample::labels)
                .map(labels -> text(labels.get("namespace"), labels.get("pod"), labels.get("uid"), labels.get("node")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> truth(Predicate<DemoPod> selected) {
        return cluster.pods().stream()
                .filter(DemoPod::measured)
                .filter(selected)
                .map(pod -> text(pod.namespace(), pod.name(), pod.uid(), pod.node()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(String namespace, String pod, String uid, String node) {
        return namespace + "/" + pod + " " + uid + " " + node;
    }

    private static List<String> collectors(ExpositionPage page) {
        return page.samples("metrics_server_prom_scrape_collector_success").stream()
                .map(sample ->
                        (sample.value() == 1 ? "" : "!") + sample.labels().get("collector"))
                .toList();
    }

    private void awaitPods(Predicate<DemoPod> selected, String... collectors) {
        await().atMost(LIVE).untilAsserted(() -> {
            ExpositionPage page = scrape();
            assertThat(pods(page)).isEqualTo(truth(selected)).isNotEmpty();
            assertThat(collectors(page)).containsExactly(collectors);
        });
    }

    private void allowRolesOnly() {
        cluster.faults()
                .allowOnlyIn(
                        TEAMS,
                        DemoTarget.NODE_METRICS,
                        DemoTarget.POD_METRICS,
                        DemoTarget.PODS,
                        DemoTarget.PODS_WATCH,
                        DemoTarget.NODES,
                        DemoTarget.NAMESPACES);
    }

    @Test
    void aRoleInEachNamespaceIsEnough() throws Exception {
        allowRolesOnly();
        run("namespaces=team-a,team-b", "nodes=list");

        ExpositionPage page = scrape();

        assertThat(pods(page)).isEqualTo(truth(pod -> TEAMS.contains(pod.namespace())));
        assertThat(page.samples("kube_metrics_server_node_cpu_usage_cores")).isEmpty();
        assertThat(page.value("metrics_server_prom_up")).isEqualTo("1");
        assertThat(collectors(page)).containsExactly("pod_metrics", "pods");
        assertThat(get(exporter.scrapePort(), "/healthz").headers().firstValue("X-Namespaces"))
                .hasValue("team-a,team-b");
        assertThat(get(exporter.scrapePort(), "/").body())
                .contains("<th scope=\"row\">Namespaces</th><td>team-a, team-b</td>")
                .contains("<th scope=\"row\">Reads</th><td>pod_metrics, pods (watch)</td>");
        await().untilAsserted(() -> assertThat(self())
                .containsPattern("pods_watch_synced\\{context=\"\",namespace=\"team-a\"} 1")
                .containsPattern("pods_watch_synced\\{context=\"\",namespace=\"team-b\"} 1")
                .doesNotContain("code=\"403\""));
        assertThat(cluster.traffic().of(DemoTarget.NODE_METRICS).requests()).isZero();
        assertThat(cluster.traffic().of(DemoTarget.NODES).requests()).isZero();
    }

    @Test
    void doctorAsksForTheRightsOfEachNamespace() throws Exception {
        allowRolesOnly();
        edit("namespaces=team-a,team-c");
        StringWriter out = new StringWriter();

        int exit = new CommandLine(new DoctorCommand(environment(), new Properties()))
                .setOut(new PrintWriter(out))
                .execute("--config", config().toString());

        assertThat(out.toString().lines().dropWhile(line -> !line.startsWith("reads")))
                .containsExactly(
                        "reads: OK: pod_metrics, pods (watch); namespaces: team-a, team-c",
                        "rights: OK: may list pods.metrics.k8s.io in team-a",
                        "rights: WARN: may not list pods.metrics.k8s.io in team-c; allow it with a Role, or run without it",
                        "rights: OK: may list pods in team-a",
                        "rights: OK: may watch pods in team-a",
                        "rights: WARN: may not list pods in team-c; allow it with a Role, or run without it",
                        "rights: WARN: may not watch pods in team-c; allow it with a Role, or run without it");
        assertThat(exit).isZero();
    }

    @Test
    void anEditOfWhatIsReadIsLiveAndFactsAreThoseOfTheNewSelection() throws Exception {
        run();
        awaitPods(pod -> true, "node_metrics", "pod_metrics", "pods");

        edit("namespaces=team-a,shop-prod");
        awaitPods(pod -> Set.of("team-a", "shop-prod").contains(pod.namespace()), "pod_metrics", "pods");
        await().atMost(LIVE).untilAsserted(() -> assertThat(
                        cluster.traffic().of(DemoTarget.PODS_WATCH).open())
                .isEqualTo(2));

        edit("namespaces-denylist=kube-*,team-a", "label-selector=app.kubernetes.io/name notin (cart)");
        awaitPods(
                pod -> !pod.namespace().startsWith("kube-")
                        && !pod.namespace().equals("team-a")
                        && !pod.name().startsWith("cart-"),
                "node_metrics",
                "pod_metrics",
                "pods");
        await().atMost(LIVE).untilAsserted(() -> assertThat(
                        cluster.traffic().of(DemoTarget.PODS_WATCH).open())
                .isEqualTo(1));

        edit("label-selector=app.kubernetes.io/name in (cart");
        await().atMost(LIVE).untilAsserted(() -> assertThat(
                        get(exporter.scrapePort(), "/readyz").body())
                .contains(
                        "application.properties:5: exporter.label-selector is 'app.kubernetes.io/name in (cart': at its"
                                + " end, expected a comma or ')'"));
        assertThat(pods(scrape())).noneMatch(pod -> pod.contains("/cart-"));

        edit("collectors=node_metrics");
        await().atMost(LIVE).untilAsserted(() -> {
            ExpositionPage page = scrape();
            assertThat(collectors(page)).containsExactly("node_metrics");
            assertThat(pods(page)).isEmpty();
        });
        await().atMost(LIVE).untilAsserted(() -> assertThat(
                        cluster.traffic().of(DemoTarget.PODS_WATCH).open())
                .isZero());
    }

    @Test
    void aNamespaceThatFailsAndRecoversCostsNothingButItsOwnSamples() throws Exception {
        run("namespaces=team-a,team-b");
        awaitPods(pod -> TEAMS.contains(pod.namespace()), "pod_metrics", "pods");
        cluster.faults().setIn("team-b", DemoTarget.POD_METRICS, Fault.hang(Fault.Where.BEFORE_HEADERS));

        ExpositionPage page = scrape("X-Prometheus-Scrape-Timeout-Seconds", "2");

        assertThat(pods(page)).isEqualTo(truth(pod -> pod.namespace().equals("team-a")));
        assertThat(collectors(page)).containsExactly("!pod_metrics", "pods");
        assertThat(page.value("metrics_server_prom_up")).isEqualTo("0");
        assertThat(get(exporter.scrapePort(), "/healthz").statusCode()).isEqualTo(503);

        cluster.faults().clear();

        assertThat(pods(scrape())).isEqualTo(truth(pod -> TEAMS.contains(pod.namespace())));
    }
}
