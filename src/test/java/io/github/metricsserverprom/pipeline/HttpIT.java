// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.metricsserverprom.apiserver.SingleFlight;
import io.github.metricsserverprom.render.ExporterStatus;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the routes behave as HTTP resources: methods, negotiation, headers, limits. */
class HttpIT {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private ApiServer api;
    private Pipeline pipeline;

    @BeforeEach
    void start() throws Exception {
        api = ApiServer.recorded();
        pipeline = Pipeline.reading(api).start();
    }

    @AfterEach
    void stop() {
        pipeline.close();
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|" + TEXT,
                "text/plain|" + TEXT,
                "application/openmetrics-text|" + OPENMETRICS,
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4|" + OPENMETRICS,
                "application/openmetrics-text;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.4|" + TEXT,
                "application/openmetrics-text;q=0|" + TEXT,
                "application/json|" + TEXT
            })
    void theFormatIsChosenByAccept(String accept, String contentType) throws Exception {
        Reply reply = pipeline.get("/metrics", "Accept", accept);

        assertThat(reply.header("Content-Type")).isEqualTo(contentType);
        assertThat(reply.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(reply.text().endsWith("# EOF\n")).isEqualTo(contentType.equals(OPENMETRICS));
        reply.page();
    }

    @Test
    void aPageIsCompressedWhereTheClientAcceptsIt() throws Exception {
        Reply plain = pipeline.get("/metrics");
        Reply gzip = pipeline.get("/metrics", "Accept-Encoding", "gzip");

        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(gzip.header("Content-Length")).isEqualTo(Integer.toString(gzip.body().length));
        byte[] inflated = new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes();
        assertThat(MaskedPage.of(new String(inflated, StandardCharsets.UTF_8))).isEqualTo(MaskedPage.of(plain.text()));
        assertThat(gzip.body().length).isLessThan(plain.body().length / 4);
        assertThat(pipeline.get("/metrics", "Accept-Encoding", "gzip;q=0").header("Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/healthz", "/snapshot", "/"})
    void headIsGetWithoutTheBody(String path) throws Exception {
        Reply get = pipeline.get(path);
        Reply head = pipeline.send("HEAD", path);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Type")).isNotEmpty().isEqualTo(get.header("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/healthz", "/snapshot", "/"})
    void otherMethodsAreRefused(String path) throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertThat(pipeline.send(method, path).status()).as(method).isEqualTo(405);
        }
        assertThat(api.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metric", "/metrics2", "/api/v1/pods", "/%2e%2e/metrics2"})
    void unknownPathsAreNotFound(String path) throws Exception {
        assertThat(pipeline.get(path).status()).isEqualTo(404);
        assertThat(api.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/healthz", "/snapshot", "/"})
    void whatTheClientSendsReachesNoEndpointAndDoesNotComeBack(String path) throws Exception {
        Reply plain = pipeline.get(path);
        List<String> asked = asked();

        Reply hostile = pipeline.get(
                path
                        + "?CamelHttpResponseCode=201&CamelKubernetesNamespaceName=query&Set-Cookie=a%3Db&operation=listPods"
                        + "&namespace=query&X-From-Query=1&Location=http%3A%2F%2Fevil",
                "CamelHttpResponseCode",
                "201",
                "camelhttpresponsecode",
                "202",
                "CamelKubernetesOperation",
                "listPods",
                "CamelKubernetesNamespaceName",
                "header",
                "CamelBeanMethodName",
                "toString",
                "CamelHttpUri",
                "http://127.0.0.1:1/",
                "Content-Encoding",
                "br",
                "X-From-Header",
                "1");

        assertThat(hostile.status()).isEqualTo(200);
        assertThat(hostile.response().headers().map().keySet())
                .isEqualTo(plain.response().headers().map().keySet());
        List<String> askedThen = asked();
        assertThat(askedThen.subList(asked.size(), askedThen.size())).isSubsetOf(asked);
    }

    private List<String> asked() {
        return api.requests().stream()
                .map(request -> request.path() + "?" + request.query())
                .toList();
    }

    @Test
    void theApiServerSeesNothingOfTheClientsHeaders() throws Exception {
        pipeline.get("/metrics", "Authorization", "Bearer stolen", "X-From-Header", "1", "Accept", "text/plain")
                .page();

        assertThat(api.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.headers()).doesNotContainKeys("authorization", "x-from-header");
            assertThat(request.headers().get("accept"))
                    .isEqualTo(
                            request.path().startsWith("/apis/metrics.k8s.io")
                                    ? "application/vnd.kubernetes.protobuf, application/json"
                                    : "application/json");
        });
    }

    @Test
    void oneScrapeReadsEachListOnce() throws Exception {
        pipeline.get("/metrics").page();

        assertThat(asked())
                .containsExactlyInAnyOrder(
                        ApiServer.NODE_METRICS + "?", ApiServer.POD_METRICS + "?", ApiServer.PODS + "?limit=500");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12})
    void scrapesAtOnceShareOneReadOfEachList(int scrapes) throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        Map.of(
                        ApiServer.NODE_METRICS, "nodemetrics.json",
                        ApiServer.POD_METRICS, "podmetrics.json",
                        ApiServer.PODS, "podlist.json")
                .forEach((path, file) -> api.answer(path, Answer.recorded(file).heldUntil(release)));

        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < scrapes; i++) {
            replies.add(pipeline.getLater("/metrics", "X-Prometheus-Scrape-Timeout-Seconds", "60"));
        }
        await().until(() -> threadsThatRead() == 3 * scrapes);
        release.complete(null);

        List<String> pages = replies.stream()
                .map(CompletableFuture::join)
                .map(reply -> MaskedPage.of(reply.text()))
                .toList();
        assertThat(pages).containsOnly(pages.get(0));
        assertThat(pages.get(0)).contains("metrics_server_prom_up 1\n");
        assertThat(api.requests()).hasSize(3);
    }

    /** Threads that read, or wait for the read of another. */
    private static long threadsThatRead() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(SingleFlight.class.getName())))
                .count();
    }

    @Test
    void oneScrapeTooManyIsTurnedAway() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        api.answer(ApiServer.POD_METRICS, Answer.recorded("podmetrics.json").heldUntil(release));
        try (Pipeline narrow = Pipeline.reading(api)
                .with("exporter.max-concurrent-scrapes", "1")
                .start()) {
            CompletableFuture<Reply> first = narrow.getLater("/metrics");
            await().until(() -> !api.requests(ApiServer.POD_METRICS).isEmpty());

            Reply second = narrow.get("/metrics");
            release.complete(null);

            assertThat(second.status()).isEqualTo(503);
            assertThat(second.text())
                    .isEqualTo("1 scrapes are under way already (exporter.max-concurrent-scrapes); scrape less often or"
                            + " raise it\n");
            assertThat(first.join().status()).isEqualTo(200);
            await().until(() -> narrow.get("/metrics").status() == 200);
        }
    }

    @Test
    void healthIsOkWhileBothMetricsReadsCanBeMade() throws Exception {
        api.answer(ApiServer.PODS, Answer.recordedError("403-no-rbac-pods"));

        List<Reply> replies =
                Stream.generate(() -> "/healthz").limit(5).map(this::get).toList();

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("ok");
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        });
        assertThat(asked())
                .as("one cheap read of each, shared for some seconds")
                .containsExactlyInAnyOrder(
                        ApiServer.NODE_METRICS + "?labelSelector=metrics-server-prom%2Fhealth%3Dnone",
                        ApiServer.POD_METRICS + "?labelSelector=metrics-server-prom%2Fhealth%3Dnone");
    }

    @ParameterizedTest
    @ValueSource(strings = {ApiServer.NODE_METRICS, ApiServer.POD_METRICS})
    void healthFailsWhenOneMetricsReadDoes(String path) throws Exception {
        api.answer(path, Answer.recordedError("503-apiservice-unavailable"));

        Reply reply = pipeline.get("/healthz", "X-From-Header", "1");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo("failed");
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.header("X-From-Header")).isEmpty();
    }

    @Test
    void theSnapshotIsTheJoinedModelAsJson() throws Exception {
        Path example = Path.of("src/test/resources/GoldenScrapeIT/native-sidecar");
        api.answer(ApiServer.NODE_METRICS, Answer.file(example.resolve("nodes.json")))
                .answer(ApiServer.POD_METRICS, Answer.file(example.resolve("pods.json")))
                .answer(ApiServer.PODS, Answer.file(example.resolve("podlist.json")));

        Reply reply = pipeline.get("/snapshot");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        String text = json.writeValueAsString(json.readTree(reply.body()))
                .replaceAll("\"duration\" : \"PT[0-9.]+S\"", "\"duration\" : \"<duration>\"");
        Golden.assertEqual(Path.of("src/test/resources/HttpIT/snapshot.json"), text + "\n");
    }

    @Test
    void aSnapshotWithoutUsageIs503() throws Exception {
        api.answer(ApiServer.NODE_METRICS, Answer.recordedError("404-apiservice-not-registered"))
                .answer(ApiServer.POD_METRICS, Answer.recordedError("404-apiservice-not-registered"));

        Reply reply = pipeline.get("/snapshot");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).startsWith("node_metrics: 404 Not Found");
    }

    @Test
    void anErrorOfTheApiServerIsOneLineOfText() throws Exception {
        String hostile = "<script>alert(1)</script>\r\nSet-Cookie: a=b\r\n\u001b[31mred\u0000";
        Answer status = Answer.of(
                500,
                "application/json",
                new ObjectMapper().writeValueAsString(Map.of("kind", "Status", "message", hostile)));
        api.answer(ApiServer.NODE_METRICS, status).answer(ApiServer.POD_METRICS, Answer.of(502, "text/plain", hostile));

        Reply reply = pipeline.get("/metrics");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Set-Cookie")).isEmpty();
        assertThat(reply.text().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("(node|pod)_metrics: [\\x20-\\x7e]+"));
    }

    @Test
    void theLandingPageLinksAndEscapes() throws Exception {
        ExporterStatus status = new ExporterStatus() {
            @Override
            public Map<String, String> facts() {
                return Map.of("<b>Context", "<script>alert('${problem}')</script>");
            }

            @Override
            public String problem() {
                return "</pre><img src=x onerror=\"alert(1)\">";
            }
        };
        try (Pipeline withStatus = Pipeline.reading(api).bind("status", status).start()) {
            Reply reply = withStatus.get("/");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(reply.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; style-src 'sha256-" + hashOfTheStyle(reply.text())
                            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(reply.text())
                    .contains("href=\"metrics\"", "href=\"snapshot\"", "href=\"healthz\"")
                    .contains("&lt;b&gt;Context")
                    .contains("&lt;script&gt;alert(&#39;&#36;{problem}&#39;)&lt;/script&gt;")
                    .contains("&lt;/pre&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;")
                    .doesNotContain("<script", "<img", "src=\"", "@import", "url(", "style=\"");
        }
        assertThat(api.requests()).as("the page reads nothing").isEmpty();
    }

    private static String hashOfTheStyle(String page) throws Exception {
        String style = page.substring(page.indexOf("<style>") + "<style>".length(), page.indexOf("</style>"));
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
    }

    private Reply get(String path) {
        return pipeline.getLater(path).join();
    }
}
