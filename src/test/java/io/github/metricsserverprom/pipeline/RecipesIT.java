// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each recipe put into routes/ as its header says, and what comes of it, over the recorded cluster. */
final class RecipesIT {

    private static final Path EXPECTED = Path.of("src/test/resources/RecipesIT");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static List<Recipe> recipes() throws IOException {
        return Recipe.all();
    }

    @Test
    void thereAreAtLeastTenRecipesAndTheTableHasEach() throws Exception {
        String table = Files.readString(Recipe.FOLDER.resolve("README.md"));
        assertThat(Recipe.all()).hasSizeGreaterThanOrEqualTo(10).allSatisfy(recipe -> assertThat(table)
                .contains("(" + recipe.file().getFileName() + ")"));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyRecipeSaysWhatForHowToInstallAndWhatToChange(Recipe recipe) {
        assertThat(recipe.header())
                .startsWith("# ")
                .contains("\n#\n# Install: ")
                .contains("\n# Change: ");
        assertThat(recipe.saysHow()).as(recipe.header()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyRouteOfARecipeHasAnIdAndADescription(Recipe recipe) throws Exception {
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = Pipeline.reading(api)
                        .with("camel.main.autoStartup", "false")
                        .file(recipe.installedAs(), recipe.text())
                        .start()) {
            List<RouteDefinition> routes =
                    pipeline
                            .context()
                            .getCamelContextExtension()
                            .getContextPlugin(Model.class)
                            .getRouteDefinitions()
                            .stream()
                            .filter(route -> route.getResource()
                                    .getLocation()
                                    .replaceFirst(".*[:/]", "")
                                    .equals(recipe.installedAs()))
                            .toList();
            assertThat(routes).isNotEmpty().allSatisfy(route -> {
                assertThat(route.hasCustomIdAssigned()).isTrue();
                assertThat(recipe.text()).contains("    id: " + route.getId() + "\n    description: ");
                assertThat(route.getDescriptionText()).endsWith(".");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "team-endpoint, /metrics/team-a",
        "drop-system-namespaces, /metrics",
        "namespace-totals, /metrics/namespaces",
        "workload-totals, /metrics/workloads",
        "cluster-label, /metrics",
        "pod-labels, /metrics",
        "busy-pods, /metrics/busy",
        "own-names, /metrics/own-names",
    })
    void thePageIsAsReviewed(String name, String path) throws Exception {
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = installed(Recipe.named(name), api).start()) {
            Reply reply = pipeline.get(path);
            reply.page();
            Golden.assertEqual(EXPECTED.resolve(name + ".prom"), MaskedPage.of(reply.text()));
        }
    }

    @Test
    void topConsumersKeepsSoManyPods() throws Exception {
        Recipe recipe = Recipe.named("top-consumers").changed("topByMemory(50)", "topByMemory(3)");
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = installed(recipe, api).start()) {
            Reply reply = pipeline.get("/metrics/top");
            reply.page();
            Golden.assertEqual(EXPECTED.resolve("top-consumers.prom"), MaskedPage.of(reply.text()));
        }
    }

    @ParameterizedTest
    @CsvSource({"plain-camel-kubernetes", "pod-by-pod"})
    void anotherWayToReadOrJoinGivesTheSamePage(String name) throws Exception {
        try (ApiServer api = ApiServer.recorded();
                Pipeline shipped = Pipeline.reading(api).start();
                Pipeline other = installed(Recipe.named(name), api).start()) {
            Reply expected = shipped.get("/metrics");
            assertThat(expected.status()).isEqualTo(200);
            assertThat(MaskedPage.of(other.get("/metrics").text())).isEqualTo(MaskedPage.of(expected.text()));
        }
    }

    @ParameterizedTest
    @CsvSource({"plain-camel-kubernetes", "pod-by-pod"})
    void anotherWayToReadOrJoinSurvivesAFailedReadOfPods(String name) throws Exception {
        try (ApiServer api = ApiServer.recorded().answer(ApiServer.PODS, Answer.recordedError("403-no-rbac-pods"));
                Pipeline pipeline = installed(Recipe.named(name), api).start()) {
            assertThat(pipeline.get("/metrics").text())
                    .contains("metrics_server_prom_scrape_collector_success{collector=\"pods\"} 0")
                    .contains("metrics_server_prom_scrape_collector_success{collector=\"pod_metrics\"} 1")
                    .contains("metrics_server_prom_scrape_unmatched_pods 31")
                    .contains("kube_metrics_server_pod_mem{node=\"\",pod=\"postgres-0\",ip=\"\",container=\"postgres\","
                            + "namespace=\"team-a\"} 63176704");
        }
    }

    @Test
    void podByPodKeepsScrapesAtOnceApart() throws Exception {
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = installed(Recipe.named("pod-by-pod"), api).start()) {
            String alone = MaskedPage.of(pipeline.get("/metrics").text());
            var first = pipeline.getLater("/metrics");
            var second = pipeline.getLater("/metrics");
            var third = pipeline.getLater("/metrics");
            assertThat(List.of(first.get(), second.get(), third.get()))
                    .allSatisfy(reply -> assertThat(MaskedPage.of(reply.text())).isEqualTo(alone));
        }
    }

    @Test
    void textfileIsWrittenUnderItsNameAndReplaced(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("metrics-server.prom");
        Files.writeString(file, "old\n");
        Recipe recipe = Recipe.named("textfile").changed("/var/lib/node_exporter/textfile", folder.toString());
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = installed(recipe, api).start()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Files.readString(file)).contains("metrics_server_prom_up 1"));
            assertThat(MaskedPage.of(Files.readString(file)))
                    .isEqualTo(MaskedPage.of(pipeline.get("/metrics").text()));
            assertThat(folder.toFile().list()).containsExactly("metrics-server.prom");
        }
    }

    @Test
    void pushAlertsSendsOneRequestForEachPodAboveTheBound() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<String> bodies = new CopyOnWriteArrayList<>();
        try (ApiServer api = ApiServer.recorded()) {
            HttpServer receiver = vertx.createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(body -> {
                        bodies.add(request.method() + " " + request.path() + " " + request.getHeader("Content-Type")
                                + "\n" + body + "\n");
                        request.response().end();
                    }))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            Recipe recipe = Recipe.named("push-alerts")
                    .changed("alertmanager.monitoring:9093", "127.0.0.1:" + receiver.actualPort());
            try (Pipeline pipeline = installed(recipe, api).start()) {
                await().atMost(PATIENCE).until(() -> bodies.size() >= 3);
                await().atMost(PATIENCE)
                        .until(() -> pipeline.context().getInflightRepository().size() == 0);
                Golden.assertEqual(EXPECTED.resolve("push-alerts.txt"), String.join("", bodies));
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Pipeline.Builder installed(Recipe recipe, ApiServer api) {
        return Pipeline.reading(api).file(recipe.installedAs(), recipe.text());
    }
}
