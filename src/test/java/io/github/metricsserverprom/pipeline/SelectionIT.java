// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static io.github.metricsserverprom.pipeline.RecordedNamespaces.podMetrics;
import static io.github.metricsserverprom.pipeline.RecordedNamespaces.pods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.testing.ExpositionPage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings that select make of the requests to the API server, and what it costs when one of them fails. */
class SelectionIT {

    private static final Path REVIEWED = Path.of("src/test/resources/SelectionIT");
    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";
    private static final Answer FORBIDDEN = Answer.recordedError("403-no-rbac-podmetrics");

    private ApiServer api;
    private Pipeline pipeline;
    private CapturedLog log;

    @BeforeEach
    void start() throws Exception {
        api = RecordedNamespaces.answerOn(ApiServer.recorded());
        log = CapturedLog.open();
    }

    @AfterEach
    void stop() {
        log.close();
        pipeline.close();
        api.close();
    }

    /** Starts the routes with settings, each {@code key=value}. */
    private void run(String... settings) throws Exception {
        Pipeline.Builder builder = Pipeline.reading(api);
        for (String setting : settings) {
            String[] pair = setting.split("=", 2);
            builder.with("exporter." + pair[0], pair[1]);
        }
        pipeline = builder.start();
    }

    private ExpositionPage scrape(String... headers) throws Exception {
        return pipeline.get("/metrics", headers).page();
    }

    private static Set<String> namespaces(ExpositionPage page) {
        return page.samples("kube_metrics_server_pod_mem").stream()
                .map(sample -> sample.labels().get("namespace"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Which reads the page tells of, those that failed with a "!". */
    private static List<String> collectors(ExpositionPage page) {
        return page.samples("metrics_server_prom_scrape_collector_success").stream()
                .map(sample -> (sample.valueText().equals("1") ? "" : "!")
                        + sample.labels().get("collector"))
                .toList();
    }

    private List<String> queries(String path) {
        return api.requests(path).stream()
                .map(request -> URLDecoder.decode(request.query(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void everythingIsOneRequestForEachRead() throws Exception {
        run();

        scrape();

        assertThat(RecordedNamespaces.asked(api))
                .containsExactlyInAnyOrder(ApiServer.NODE_METRICS, ApiServer.POD_METRICS, ApiServer.PODS);
        assertThat(queries(ApiServer.POD_METRICS)).containsExactly("");
        assertThat(queries(ApiServer.PODS)).containsExactly("limit=500");
    }

    @Test
    void namespacesAreAskedForOneByOneAndNothingElseIs() throws Exception {
        run("namespaces=team-b, shop-prod,team-b", "nodes=list");

        ExpositionPage page = scrape();

        assertThat(RecordedNamespaces.asked(api))
                .containsExactlyInAnyOrder(
                        podMetrics("shop-prod"), podMetrics("team-b"), pods("shop-prod"), pods("team-b"));
        assertThat(namespaces(page)).containsExactly("shop-prod", "team-b");
        assertThat(collectors(page)).containsExactly("pod_metrics", "pods");
        assertThat(pipeline.get("/healthz").text()).isEqualTo("ok");
        assertThat(pipeline.get("/snapshot").text()).contains("\"selection\":\"namespaces shop-prod, team-b\"");
        assertThat(RecordedNamespaces.asked(api)).hasSize(4);
    }

    @Test
    void aSelectorReachesBothReadsOfPodsAsItIsAndNeverThoseOfNodes() throws Exception {
        run(
                "label-selector=tier in (a, b) ,app!=x,!canary,example.com/generation>3,stage notin (dev)",
                "namespaces-denylist=kube-system,team-*,monitoring",
                "nodes=list");

        ExpositionPage page = scrape();

        String labels = "labelSelector=!canary,app!=x,example.com/generation>3,stage notin (dev),tier in (a,b)";
        assertThat(queries(ApiServer.POD_METRICS)).containsExactly(labels);
        assertThat(queries(ApiServer.PODS))
                .containsExactly(
                        labels + "&fieldSelector=metadata.namespace!=kube-system,metadata.namespace!=monitoring"
                                + "&limit=500");
        assertThat(queries(ApiServer.NODE_METRICS)).containsExactly("");
        assertThat(queries(ApiServer.NODES)).containsExactly("");
        assertThat(api.requests(ApiServer.POD_METRICS).get(0).query())
                .isEqualTo(
                        "labelSelector=%21canary%2Capp%21%3Dx%2Cexample.com%2Fgeneration%3E3%2Cstage%20notin%20%28dev%29"
                                + "%2Ctier%20in%20%28a%2Cb%29");
        assertThat(namespaces(page)).containsExactly("default", "shop-prod", "shop-staging");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            node_metrics,pod_metrics,pods,nodes | list | off  | node_metrics pod_metrics pods
            node_metrics,pod_metrics,pods,nodes | list | list | node_metrics pod_metrics pods nodes
            node_metrics,pod_metrics,pods,nodes | off  | off  | node_metrics pod_metrics
            node_metrics, pod_metrics           | list | list | node_metrics pod_metrics
            pod_metrics,pods                    | list | list | pod_metrics pods
            node_metrics                        | list | off  | node_metrics
            node_metrics,pods                   | off  | off  | node_metrics
            """)
    void aReadThatIsOffIsNoFailure(String collectors, String podsMode, String nodesMode, String reads)
            throws Exception {
        run("collectors=" + collectors, "pods=" + podsMode, "nodes=" + nodesMode);

        ExpositionPage page = scrape();

        assertThat(collectors(page)).containsExactly(reads.split(" "));
        assertThat(pipeline.get("/metrics").text()).contains("metrics_server_prom_up 1\n");
        assertThat(RecordedNamespaces.asked(api)).hasSize(reads.split(" ").length);
        assertThat(pipeline.get("/healthz").text()).isEqualTo("ok");
    }

    @Test
    void aNamespaceThatDoesNotExistIsEmptyAndNoFailure() throws Exception {
        run("namespaces=nowhere,team-b");

        ExpositionPage page = scrape();

        assertThat(namespaces(page)).containsExactly("team-b");
        assertThat(collectors(page)).containsExactly("pod_metrics", "pods");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aNamespaceThatFailsCostsItsOwnSamplesOnlyAndIsNamedOnce() throws Exception {
        Answer usual = api.now(podMetrics("team-a"));
        api.answer(podMetrics("team-a"), FORBIDDEN);
        run("namespaces=shop-prod,team-a,team-b");

        Reply reply = pipeline.get("/metrics");
        scrape();

        Golden.assertEqual(REVIEWED.resolve("one-namespace-forbidden.prom"), MaskedPage.of(reply.text()));
        assertThat(namespaces(reply.page())).containsExactly("shop-prod", "team-b");
        assertThat(collectors(reply.page())).containsExactly("!pod_metrics", "pods");
        assertThat(pipeline.get("/snapshot").text())
                .contains("\"reason\":\"1 of 3 namespaces failed: namespace team-a: 403 Forbidden: ")
                .contains("\"partial\":true");
        assertThat(pipeline.get("/healthz").status()).isEqualTo(503);

        api.answer(podMetrics("team-a"), usual);
        assertThat(namespaces(scrape())).containsExactly("shop-prod", "team-a", "team-b");
        api.answer(podMetrics("team-b"), FORBIDDEN);
        scrape();
        scrape();

        String reason =
                "403 Forbidden: pods.metrics.k8s.io is forbidden: User \\\"nobody\\\" cannot list resource \\\"pods\\\" in API"
                        + " group \\\"metrics.k8s.io\\\" at the cluster scope\" advice=\"grant the verb list on"
                        + " pods.metrics.k8s.io to the exporter's user (README, Deploy in a cluster)\"";
        assertThat(log.lines())
                .extracting(line -> line.replaceFirst("seconds=[0-9]+$", "seconds=N"))
                .containsExactly(
                        "WARN Reading failed collector=pod_metrics status=403 reason=\"1 of 3 namespaces failed: namespace"
                                + " team-a: " + reason,
                        "INFO Reading works again collector=pod_metrics failed_for_seconds=N",
                        "WARN Reading failed collector=pod_metrics status=403 reason=\"1 of 3 namespaces failed: namespace"
                                + " team-b: " + reason);
    }

    @Test
    void anotherNamespaceThatFailsAsWellIsNews() throws Exception {
        run("namespaces=team-1,team-2,team-3");
        for (String namespace : List.of("team-1", "team-2", "team-3")) {
            api.answer(podMetrics(namespace), api.now(podMetrics("nowhere")));
            api.answer(pods(namespace), api.now(pods("nowhere")));
        }
        api.answer(podMetrics("team-1"), FORBIDDEN);
        scrape();
        api.answer(podMetrics("team-2"), FORBIDDEN);
        scrape();
        api.answer(podMetrics("team-1"), api.now(podMetrics("nowhere")));
        scrape();
        scrape();

        assertThat(log.lines())
                .extracting(line -> line.replaceFirst(": 403.*", "").replaceFirst(".*reason=", ""))
                .containsExactly(
                        "\"1 of 3 namespaces failed: namespace team-1",
                        "\"2 of 3 namespaces failed: namespaces team-1, team-2",
                        "\"1 of 3 namespaces failed: namespace team-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "slow", "cut", "garbage"})
    void whateverFailsInOneNamespaceTheOthersAreServedInTime(String how) throws Exception {
        Answer usual = api.now(podMetrics("team-a"));
        Answer failing =
                switch (how) {
                    case "404" -> Answer.recordedError("404-apiservice-not-registered");
                    case "slow" -> usual.never();
                    case "cut" -> usual.ending(Answer.Ending.CUT, 100);
                    default -> Answer.json("{\"items\":[{]}");
                };
        api.answer(podMetrics("team-a"), failing).answer(pods("team-b"), failing);
        run("namespaces=shop-prod,team-a,team-b");

        ExpositionPage page = scrape(TIMEOUT, "2");

        assertThat(namespaces(page)).containsExactly("shop-prod", "team-b");
        assertThat(collectors(page)).containsExactly("!pod_metrics", "!pods");
        assertThat(log.lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("collector=pod_metrics") && line.contains("namespace team-a: "))
                .anyMatch(line -> line.contains("collector=pods") && line.contains("namespace team-b: "));
        assertThat(log.noise()).isEmpty();
    }

    @Test
    void podsOfANamespaceWhoseFactsFailKeepTheirLastKnownOnes() throws Exception {
        run("namespaces=team-a,team-b");
        String before = infos();
        api.answer(pods("team-a"), Answer.recordedError("503-apiservice-unavailable"));

        assertThat(infos()).isEqualTo(before).contains("namespace=\"team-a\"").doesNotContain("node=\"\"");
    }

    private String infos() throws Exception {
        return pipeline.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("kube_metrics_server_pod_info{"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void whereEveryNamespaceFailsThereIsNoPageButTheReasons() throws Exception {
        api.answer(podMetrics("team-a"), FORBIDDEN)
                .answer(podMetrics("team-b"), Answer.recordedError("503-metrics-server-just-died"));
        run("namespaces=team-a,team-b");

        Reply reply = pipeline.get("/metrics");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text())
                .isEqualTo(
                        "pod_metrics: 2 of 2 namespaces failed: namespace team-a: 403 Forbidden: pods.metrics.k8s.io is"
                                + " forbidden: User \"nobody\" cannot list resource \"pods\" in API group \"metrics.k8s.io\" at the"
                                + " cluster scope; namespace team-b: 503 Service Unavailable: error trying to reach service: dial"
                                + " tcp 127.0.0.1:16003: connect: connection refused; grant the verb list on pods.metrics.k8s.io to"
                                + " the exporter's user (README, Deploy in a cluster)\n");
    }

    @Test
    void manyNamespacesAreReadABoundedNumberAtOnce() throws Exception {
        List<String> names = IntStream.range(0, 30).mapToObj("n%02d"::formatted).toList();
        CompletableFuture<Void> release = new CompletableFuture<>();
        Answer held = api.now(podMetrics("nowhere")).heldUntil(release);
        names.forEach(name -> api.answer(podMetrics(name), held));
        run("namespaces=" + String.join(",", names), "pods=off");

        CompletableFuture<Reply> scrape = pipeline.getLater("/metrics", TIMEOUT, "20");

        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(15))
                .until(() -> api.requests().size() == 8);
        release.complete(null);
        assertThat(collectors(scrape.get().page())).containsExactly("pod_metrics");
        assertThat(RecordedNamespaces.asked(api)).hasSize(30);
        assertThat(api.requests()).hasSize(30);
    }

    @Test
    void pathsThatSelectDifferentlyNeverShareWhatTheyRead() throws Exception {
        pipeline = Pipeline.reading(api)
                .with("exporter.min-interval", "60s")
                .route(
                        """
                        - route:
                            id: team-pod-metrics
                            from:
                              uri: direct:team-pod-metrics
                              steps:
                                - bean:
                                    ref: collector
                                    method: start('pod_metrics')
                                - to:
                                    uri: kubernetes-metrics:client
                                    parameters:
                                      operation: listPodMetrics
                                      namespaces: team-b
                                      minInterval: 60s
                                - bean:
                                    ref: collector
                                    method: success
                        - route:
                            id: team
                            from:
                              uri: platform-http:/metrics/team
                              steps:
                                - bean:
                                    ref: scrape
                                    method: begin
                                - multicast:
                                    aggregationStrategy: join
                                    steps:
                                      - to: direct:team-pod-metrics
                                      - to: direct:pods
                                - bean:
                                    ref: prometheus
                                    method: render
                        """)
                .start();

        List<String> pages = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            assertThat(namespaces(scrape())).hasSize(7);
            Reply team = pipeline.get("/metrics/team");
            assertThat(namespaces(team.page())).containsExactly("team-b");
            pages.add(team.text().replaceAll("(?m)^.*duration_seconds.*$", ""));
        }

        assertThat(pages.get(1)).isEqualTo(pages.get(0));
        assertThat(api.requests(ApiServer.POD_METRICS)).hasSize(1);
        assertThat(api.requests(podMetrics("team-b"))).hasSize(1);
        assertThat(api.requests(ApiServer.PODS)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock = """
            none               | ''
            namespaces=team-b  | team-b
            """)
    void theHealthCheckSaysInWhichNamespacesItTried(String setting, String header) throws Exception {
        run(setting == null ? new String[0] : new String[] {setting});

        Reply reply = pipeline.get("/healthz");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("ok");
        assertThat(reply.header("X-Namespaces")).isEqualTo(header);
    }
}
