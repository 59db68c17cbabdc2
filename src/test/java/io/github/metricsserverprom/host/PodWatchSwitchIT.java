// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to pod facts is chosen by a property and can be changed while the program runs. */
class PodWatchSwitchIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void podFactsAreTheSameWhicheverWayAndTheWatchSurvivesReloadsAndEndsWhenTurnedOff() throws Exception {
        Path config = folder.resolve("application.properties");
        Files.writeString(config, settings("watch", 39));
        try (Exporter exporter =
                Exporter.start(new Installation(Path.of("routes"), config, Map.of(), new Properties()), true)) {
            String watched = info(scrape(exporter));
            assertThat(watched.lines()).isNotEmpty().noneMatch(line -> line.contains("node=\"\""));
            await().untilAsserted(() -> assertThat(self(exporter))
                    .containsPattern("pods_watch_synced\\{context=\"\".*\\} 1")
                    .containsPattern("pods_watch_pods\\{context=\"\".*\\} 39")
                    .containsPattern("upstream_requests_total\\{code=\"200\",resource=\"pods.metrics.k8s.io\""));
            long lists = podLists(exporter);
            assertThat(info(scrape(exporter))).isEqualTo(watched);

            Files.writeString(config, settings("watch", 40));
            reload(exporter);
            assertThat(info(scrape(exporter))).isEqualTo(watched);
            assertThat(podLists(exporter)).isEqualTo(lists);

            Files.writeString(config, settings("list", 40));
            reload(exporter);
            assertThat(info(scrape(exporter))).isEqualTo(watched);
            assertThat(podLists(exporter)).isEqualTo(lists + 1);
            await().untilAsserted(() -> assertThat(self(exporter)).doesNotContain("pods_watch_synced"));

            Files.writeString(config, settings("off", 40));
            reload(exporter);
            assertThat(scrape(exporter))
                    .contains("kube_metrics_server_pod_cpu{node=\"\"")
                    .doesNotContain("collector=\"pods\"");

            Files.writeString(config, settings("watch", 40));
            reload(exporter);
            assertThat(info(scrape(exporter))).isEqualTo(watched);
        }
    }

    private static String settings(String pods, int maxConcurrent) {
        return """
                camel.server.host=127.0.0.1
                camel.server.port=0
                camel.management.port=0
                exporter.timeout=60s
                exporter.pods=%s
                exporter.max-concurrent-scrapes=%d
                """
                .formatted(pods, maxConcurrent);
    }

    private String info(String page) {
        return String.join(
                "\n",
                page.lines()
                        .filter(line -> line.startsWith("kube_metrics_server_pod_info{"))
                        .toList());
    }

    private String scrape(Exporter exporter) throws IOException, InterruptedException {
        return get(exporter.scrapePort(), "/metrics");
    }

    private String self(Exporter exporter) throws IOException, InterruptedException {
        return get(exporter.managementPort(), "/metrics");
    }

    private long podLists(Exporter exporter) throws IOException, InterruptedException {
        return self(exporter)
                .lines()
                .filter(line -> line.startsWith("metrics_server_prom_upstream_requests_total{")
                        && line.contains("resource=\"pods\"")
                        && line.contains("verb=\"list\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
                .sum();
    }

    private void reload(Exporter exporter) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + exporter.managementPort() + "/-/reload"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .startsWith("reloaded");
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(90))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
