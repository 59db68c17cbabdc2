// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.testing.ExpositionPage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client and the log get to see when reads fail: METRICS.md, section "When something fails". */
class FailureIT {

    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";
    private static final String NOT_AN_API_SERVER =
            "check that the server's URL in the kubeconfig is an API server and that no proxy answers in its place";
    private static final String METRICS_SERVER =
            "look at metrics-server: kubectl -n kube-system get pods -l k8s-app=metrics-server";

    private ApiServer api;
    private Pipeline pipeline;
    private CapturedLog log;

    @BeforeEach
    void start() throws Exception {
        api = ApiServer.recorded();
        pipeline = Pipeline.reading(api).start();
        log = CapturedLog.open();
    }

    @AfterEach
    void stop() {
        log.close();
        pipeline.close();
        api.close();
    }

    static Stream<Arguments> answersOfPodMetrics() {
        String forbidden =
                "403 Forbidden: pods.metrics.k8s.io is forbidden: User \"%s\" cannot list resource \"pods\" in"
                        + " API group \"metrics.k8s.io\" at the cluster scope; grant the verb list on pods.metrics.k8s.io to the"
                        + " exporter's user (README, Deploy in a cluster)";
        return Stream.of(
                recorded(
                        "401-bad-token",
                        "401 Unauthorized: Unauthorized; check the credentials of the kubeconfig's user, or the service"
                                + " account's token"),
                recorded("403-no-credentials", forbidden.formatted("system:anonymous")),
                recorded("403-no-rbac-podmetrics", forbidden.formatted("nobody")),
                recorded("403-apiservice-not-registered-no-rbac", forbidden.formatted("nobody")),
                recorded("403-namespaced-user-lists-all-namespaces", forbidden.formatted("team-a-viewer")),
                recorded(
                        "404-apiservice-not-registered",
                        "404 Not Found: 404 page not found; install metrics-server: kubectl get apiservice"
                                + " v1beta1.metrics.k8s.io must show it"),
                recorded(
                        "404-no-samples-yet-one-node",
                        "404 Not Found: nodemetrics.metrics.k8s.io \"win-pool-02\" not found; install metrics-server:"
                                + " kubectl get apiservice v1beta1.metrics.k8s.io must show it"),
                recorded(
                        "405-watch-podmetrics",
                        "405 Method Not Allowed: watch is not supported on resources of kind \"pods.metrics.k8s.io\"; "
                                + NOT_AN_API_SERVER),
                recorded(
                        "406-bad-accept",
                        "406 Not Acceptable: 406: Not Acceptable Available representations: application/json,"
                                + " application/yaml, application/vnd.kubernetes.protobuf,"
                                + " application/json;stream=watch,"
                                + " application/vnd.kubernetes.protobuf;stream=watch; " + NOT_AN_API_SERVER),
                recorded(
                        "503-metrics-server-just-died",
                        "503 Service Unavailable: error trying to reach service: dial tcp 127.0.0.1:16003: connect:"
                                + " connection refused; " + METRICS_SERVER),
                recorded(
                        "503-apiservice-unavailable",
                        "503 Service Unavailable: service unavailable; " + METRICS_SERVER),
                recorded(
                        "503-apiservice-unavailable-discovery",
                        "503 Service Unavailable: service unavailable; " + METRICS_SERVER),
                made(
                        "HTML with 200",
                        Answer.of(200, "text/html", "<!DOCTYPE html>\n<html><body>Log in</body></html>"),
                        "answer of SERVER is not valid JSON at byte 0 (Content-Type text/html); " + NOT_AN_API_SERVER),
                made(
                        "HTML with 502",
                        Answer.of(502, "text/html", "<html><body>Bad gateway</body></html>"),
                        "502 Bad Gateway: (an HTML page); " + METRICS_SERVER),
                made(
                        "garbage",
                        Answer.json("{\"kind\": nonsense"),
                        "answer of SERVER is not valid JSON at byte 17 (Content-Type application/json); "
                                + NOT_AN_API_SERVER),
                made(
                        "nothing",
                        Answer.json(""),
                        "unexpected answer from SERVER: found nothing, expected a PodMetricsList; "
                                + NOT_AN_API_SERVER),
                made(
                        "another kind",
                        Answer.json("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\"}"),
                        "unexpected answer from SERVER: found kind Status without items, expected a PodMetricsList; "
                                + NOT_AN_API_SERVER),
                made(
                        "an array",
                        Answer.json("[]"),
                        "unexpected answer from SERVER: found an array, expected a PodMetricsList; "
                                + NOT_AN_API_SERVER),
                made(
                        "a pod without a name",
                        Answer.json("{\"kind\":\"PodMetricsList\",\"items\":[{\"metadata\":{}}]}"),
                        "unexpected answer from SERVER: item 0 of PodMetricsList has no name; " + NOT_AN_API_SERVER),
                made(
                        "something behind the end",
                        Answer.json("{\"kind\":\"PodMetricsList\",\"items\":[]} more"),
                        "answer of SERVER is not valid JSON at byte 41 (Content-Type application/json); "
                                + NOT_AN_API_SERVER),
                made(
                        "truncated",
                        Answer.recorded("podmetrics.json").ending(Answer.Ending.TRUNCATED, 5000),
                        "answer of SERVER is not valid JSON at byte 5000 (Content-Type application/json); "
                                + NOT_AN_API_SERVER),
                made(
                        "limited",
                        Answer.of(429, "text/plain", "Too many requests, please try again later.\n")
                                .withHeaders(List.of(Map.entry("Retry-After", "1"))),
                        "429 Too Many Requests: Too many requests, please try again later.; the API server limits"
                                + " requests (Retry-After 1); scrape less often"),
                made(
                        "redirect",
                        Answer.of(302, "text/html", "")
                                .withHeaders(List.of(Map.entry("Location", "http://127.0.0.1:1/login"))),
                        "302 Redirect; " + NOT_AN_API_SERVER));
    }

    private static Arguments recorded(String name, String text) {
        return made(name, Answer.recordedError(name), text);
    }

    private static Arguments made(String name, Answer answer, String text) {
        return Arguments.of(name, answer, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersOfPodMetrics")
    void withoutUsageThereIs503AndOneLineForEachRead(String name, Answer answer, String text) throws Exception {
        api.answer(ApiServer.POD_METRICS, answer)
                .answer(ApiServer.NODE_METRICS, Answer.recordedError("503-apiservice-unavailable"));

        Reply reply = pipeline.get("/metrics");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(masked(reply.text()))
                .isEqualTo("node_metrics: 503 Service Unavailable: service unavailable; " + METRICS_SERVER
                        + "\npod_metrics: " + text + "\n");
        assertThat(log.noise()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersOfPodMetrics")
    void aFailedReadTakesItsFamiliesAndNothingElse(String name, Answer answer, String text) throws Exception {
        api.answer(ApiServer.POD_METRICS, answer);

        ExpositionPage page = pipeline.get("/metrics").page();

        assertThat(page.familyNames())
                .containsExactly(
                        "kube_metrics_server_node_cpu",
                        "kube_metrics_server_node_mem",
                        "kube_metrics_server_node_cpu_usage_cores",
                        "kube_metrics_server_node_memory_working_set_bytes",
                        "kube_metrics_server_node_sample_timestamp_seconds",
                        "kube_metrics_server_node_sample_window_seconds",
                        "metrics_server_prom_up",
                        "metrics_server_prom_scrape_collector_success",
                        "metrics_server_prom_scrape_collector_duration_seconds",
                        "metrics_server_prom_scrape_duration_seconds",
                        "metrics_server_prom_scrape_unmatched_pods",
                        "metrics_server_prom_scrape_invalid_quantities",
                        "metrics_server_prom_build_info");
        assertThat(page.value("metrics_server_prom_up")).isEqualTo("0");
        assertThat(success(page, "node_metrics", "pod_metrics", "pods")).containsExactly("1", "0", "1");
        assertThat(log.noise()).isEmpty();
        assertThat(log.lines()).singleElement().satisfies(line -> {
            assertThat(masked(line)).startsWith("WARN Reading failed collector=pod_metrics status=");
            assertThat(masked(line).replace("\\\"", "\"").replace("\" advice=\"", "; "))
                    .contains("reason=\"" + text + "\"");
        });
    }

    @Test
    void withoutNodeMetricsPodsAreThere() throws Exception {
        api.answer(ApiServer.NODE_METRICS, Answer.recordedError("403-no-rbac-nodemetrics"));

        ExpositionPage page = pipeline.get("/metrics").page();

        assertThat(page.samples("kube_metrics_server_node_cpu")).isEmpty();
        assertThat(page.samples("kube_metrics_server_pod_cpu")).hasSize(60);
        assertThat(success(page, "node_metrics", "pod_metrics", "pods")).containsExactly("0", "1", "1");
    }

    @Test
    void withoutAnyPodsReadFactsAreEmptyAndUsageIsThere() throws Exception {
        api.answer(ApiServer.PODS, Answer.recordedError("403-no-rbac-pods"));

        ExpositionPage page = pipeline.get("/metrics").page();

        assertThat(page.value("kube_metrics_server_pod_cpu", "pod", "toolbox", "node", "", "ip", ""))
                .isEqualTo("9.43554");
        assertThat(page.value("metrics_server_prom_up")).isEqualTo("0");
        assertThat(page.value("metrics_server_prom_scrape_unmatched_pods")).isEqualTo("31");
        assertThat(success(page, "node_metrics", "pod_metrics", "pods")).containsExactly("1", "1", "0");
        assertThat(log.lines()).singleElement().satisfies(line -> assertThat(line)
                .contains("collector=pods status=403", "grant the verb list on pods to the exporter's user"));
    }

    @Test
    void whenPodsFailLaterTheLastKnownFactsStay() throws Exception {
        Reply before = pipeline.get("/metrics");
        api.answer(ApiServer.PODS, Answer.of(500, "text/plain", "etcd is away"));

        Reply after = pipeline.get("/metrics");

        assertThat(cluster(after)).isEqualTo(cluster(before));
        assertThat(after.page().value("metrics_server_prom_up")).isEqualTo("0");
        assertThat(success(after.page(), "pods")).containsExactly("0");
    }

    @Test
    void usageOfAFailedReadIsNeverStale() throws Exception {
        pipeline.get("/metrics").page();
        api.answer(ApiServer.POD_METRICS, Answer.recordedError("503-apiservice-unavailable"));

        assertThat(pipeline.get("/metrics").page().samples("kube_metrics_server_pod_cpu"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 1.6", "2.5, 2"})
    void aSlowReadEndsBeforePrometheusDoes(String timeout, String within) throws Exception {
        pipeline.get("/metrics").page();
        api.answer(ApiServer.POD_METRICS, Answer.json("").never());

        ExpositionPage page = pipeline.get("/metrics", TIMEOUT, timeout).page();

        assertThat(success(page, "node_metrics", "pod_metrics", "pods")).containsExactly("1", "0", "1");
        assertThat(log.lines()).singleElement().satisfies(line -> assertThat(masked(line))
                .isEqualTo("WARN Reading failed collector=pod_metrics status=0 reason=\"no complete answer from SERVER"
                        + " within " + within + " s\" advice=\"look at the API server's load, or raise Prometheus'"
                        + " scrape_timeout (exporter.timeout without one)\""));
    }

    /** fabric8 7.3.1, the version of Camel K, does not tell that a body broke off: there the deadline ends the read. */
    @Test
    void aConnectionThatIsCutFailsTheRead() throws Exception {
        pipeline.get("/metrics").page();
        api.answer(ApiServer.POD_METRICS, Answer.recorded("podmetrics.json").ending(Answer.Ending.CUT, 5000));

        ExpositionPage page = pipeline.get("/metrics", TIMEOUT, "2").page();

        assertThat(success(page, "node_metrics", "pod_metrics", "pods")).containsExactly("1", "0", "1");
        assertThat(page.samples("kube_metrics_server_pod_cpu")).isEmpty();
        assertThat(log.noise()).isEmpty();
        assertThat(log.lines()).singleElement().satisfies(line -> assertThat(masked(line))
                .containsAnyOf(
                        "reason=\"the connection to SERVER broke: the server closed it\" advice=\"check that the API"
                                + " server runs and can be reached from here\"",
                        "reason=\"no complete answer from SERVER within 1.6 s\""));
    }

    @Test
    void anAnswerThatStopsHalfwayEndsInTimeToo() throws Exception {
        pipeline.get("/metrics").page();
        api.answer(ApiServer.PODS, Answer.recorded("podlist.json").ending(Answer.Ending.STALLED, 100_000));

        ExpositionPage page = pipeline.get("/metrics", TIMEOUT, "2").page();

        assertThat(success(page, "node_metrics", "pod_metrics", "pods")).containsExactly("1", "1", "0");
        assertThat(page.samples("kube_metrics_server_pod_cpu")).hasSize(60);
    }

    @Test
    void aServerThatIsAwayIsNamed() throws Exception {
        api.close();

        Reply reply = pipeline.get("/metrics");

        String refused = ": cannot connect to SERVER: connection refused; check that the API server runs and can be"
                + " reached from here\n";
        assertThat(reply.status()).isEqualTo(503);
        assertThat(masked(reply.text()))
                .isEqualTo("node_metrics" + refused + "pod_metrics" + refused + "pods" + refused);
        assertThat(log.noise()).isEmpty();
    }

    @Test
    void aStateIsLoggedWhenItChangesAndNotAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            pipeline.get("/metrics").page();
        }
        assertThat(log.lines()).isEmpty();

        api.answer(ApiServer.POD_METRICS, Answer.recordedError("503-metrics-server-just-died"));
        for (int i = 0; i < 3; i++) {
            pipeline.get("/metrics").page();
        }
        api.answer(ApiServer.POD_METRICS, Answer.recordedError("503-apiservice-unavailable"));
        for (int i = 0; i < 3; i++) {
            pipeline.get("/metrics").page();
        }
        api.answer(ApiServer.POD_METRICS, Answer.recorded("podmetrics.json"));
        for (int i = 0; i < 3; i++) {
            pipeline.get("/metrics").page();
        }

        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("Reading failed collector=pod_metrics", "dial tcp"),
                        line -> assertThat(line)
                                .contains("Reading failed collector=pod_metrics", "service unavailable"),
                        line -> assertThat(line)
                                .startsWith("INFO Reading works again collector=pod_metrics failed_for_seconds="));
    }

    @Test
    void anUnreadableValueIsLoggedOnce() throws Exception {
        api.answer(
                ApiServer.POD_METRICS,
                Answer.json("{\"kind\":\"PodMetricsList\",\"items\":[{\"metadata\":{\"name\":\"web-1\",\"namespace\":"
                        + "\"shop\"},\"containers\":[{\"name\":\"app\",\"usage\":{\"cpu\":\"7\\n\\\"m\"}}]}]}"));

        for (int i = 0; i < 3; i++) {
            assertThat(pipeline.get("/metrics").page().value("metrics_server_prom_scrape_invalid_quantities"))
                    .isEqualTo("1");
        }

        assertThat(log.lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("WARN Left out a value of the metrics API that cannot be read pod=shop/web-1 container=app"
                        + " field=cpu value=\"7?\\\"m\" reason=\"")
                .doesNotContain("\n"));
    }

    @Test
    void aMistakeInARouteIsOneLineForTheClientAndTheWholeStoryForTheLog() throws Exception {
        String broken =
                """
                - route:
                    id: broken
                    description: Fails.
                    routeConfigurationId: http-failures
                    from:
                      uri: platform-http:/broken
                      steps:
                        - setBody:
                            constant: "no snapshot"
                        - bean:
                            ref: prometheus
                            method: render
                """;
        try (Pipeline other = Pipeline.reading(api).route(broken).start()) {
            Reply reply = other.get("/broken", "X-Secret", "s3cr3t");

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text())
                    .matches("route broken failed; the log of the exporter says why, look for exchange=[-0-9A-F]+\n");
            assertThat(reply.response().headers().map()).doesNotContainKey("x-secret");
            assertThat(log.lines()).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("ERROR A route failed in a way that was not expected route=broken"));
            assertThat(log.noise()).hasSize(1);
        }
    }

    private String masked(String text) {
        return text.replace(api.url(), "SERVER");
    }

    private static List<String> success(ExpositionPage page, String... collectors) {
        return Stream.of(collectors)
                .map(name -> page.value("metrics_server_prom_scrape_collector_success", "collector", name))
                .toList();
    }

    private static List<String> cluster(Reply reply) {
        return reply.text()
                .lines()
                .filter(line -> line.startsWith("kube_metrics_server_"))
                .toList();
    }
}
