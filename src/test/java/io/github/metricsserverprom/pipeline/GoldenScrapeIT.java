// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.testing.ExpositionPage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the API server answers goes through the shipped routes over HTTP, and the page equals a reviewed file, in both
 * formats. A case is a folder: {@code nodes.json} and {@code pods.json} (metrics API), {@code podlist.json},
 * {@code nodelist.json} where nodes are read, {@code settings.properties} where settings differ from the shipped ones.
 */
class GoldenScrapeIT {

    private static final Path CASES = Path.of("src/test/resources/GoldenScrapeIT");
    private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0";

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePageEqualsTheReviewedOne(String name) throws Exception {
        Path folder = CASES.resolve(name);
        try (ApiServer api = api(folder);
                Pipeline pipeline = pipeline(api, folder)) {
            Reply text = pipeline.get("/metrics");
            Reply openMetrics = pipeline.get("/metrics", "Accept", OPENMETRICS);

            assertThat(text.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(openMetrics.header("Content-Type"))
                    .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
            Golden.assertEqual(folder.resolve("expected.prom"), MaskedPage.of(text.text()));
            Golden.assertEqual(folder.resolve("expected.openmetrics"), MaskedPage.of(openMetrics.text()));
            assertThat(samples(openMetrics.page())).isEqualTo(samples(text.page()));
        }
    }

    @Test
    void theExampleOfTheOriginalKeepsItsValues() throws Exception {
        Path folder = CASES.resolve("readme-example");
        try (ApiServer api = api(folder);
                Pipeline pipeline = pipeline(api, folder)) {
            assertThat(pipeline.get("/metrics").text().lines())
                    .contains(
                            "kube_metrics_server_pod_cpu{node=\"ip-10-30-78-99.eu-central-1.compute.internal\","
                                    + "pod=\"etcd-server-events-abc\",ip=\"10.30.62.138\",container=\"etcd-container\","
                                    + "namespace=\"kube-system\"} 420",
                            "kube_metrics_server_pod_mem{node=\"ip-10-30-78-99.eu-central-1.compute.internal\","
                                    + "pod=\"etcd-server-events-abc\",ip=\"10.30.62.138\",container=\"etcd-container\","
                                    + "namespace=\"kube-system\"} 128458752");
        }
    }

    /** Every sample but those that differ from scrape to scrape. */
    private static List<ExpositionPage.Sample> samples(ExpositionPage page) {
        return page.families().stream()
                .flatMap(family -> family.samples().stream())
                .filter(sample -> !sample.name().endsWith("duration_seconds"))
                .toList();
    }

    private static ApiServer api(Path folder) throws Exception {
        ApiServer api = RecordedNamespaces.answerOn(ApiServer.recorded());
        if (Files.exists(folder.resolve("pods.json"))) {
            api.answer(ApiServer.NODE_METRICS, Answer.file(folder.resolve("nodes.json")))
                    .answer(ApiServer.POD_METRICS, Answer.file(folder.resolve("pods.json")))
                    .answer(ApiServer.PODS, Answer.file(folder.resolve("podlist.json")));
        }
        if (Files.exists(folder.resolve("nodelist.json"))) {
            api.answer(ApiServer.NODES, Answer.file(folder.resolve("nodelist.json")));
        }
        return api;
    }

    private static Pipeline pipeline(ApiServer api, Path folder) throws Exception {
        Pipeline.Builder pipeline = Pipeline.reading(api);
        Path settings = folder.resolve("settings.properties");
        if (Files.exists(settings)) {
            Properties properties = new Properties();
            try (Reader file = Files.newBufferedReader(settings)) {
                properties.load(file);
            }
            properties.forEach((key, value) -> pipeline.with((String) key, (String) value));
        }
        return pipeline.start();
    }
}
