// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo cluster as a program of its own. */
class DemoMainIT {
    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void itRunsAndIsSteered() throws Exception {
        Path kubeconfig = folder.resolve("kubeconfig");
        start(
                "--nodes",
                "4",
                "--pods-per-node",
                "20",
                "--churn-per-minute",
                "0",
                "--kubeconfig",
                kubeconfig.toString());
        URI uri = ready();

        assertThat(Files.readString(kubeconfig))
                .contains("current-context: demo")
                .contains("server: " + uri);
        assertThat(get(uri, "/demo/truth").lines()).hasSize(80);
        assertThat(post(uri, "/demo/churn?pods=3", "").body()).isEqualTo("{\"replaced\":3}\n");
        assertThat(post(uri, "/demo/churn?pods=x", "").statusCode()).isEqualTo(400);
        assertThat(post(uri, "/demo/tick", "").statusCode()).isEqualTo(200);
        String fault = "{\"target\":\"NODE_METRICS\",\"fault\":\"recorded\",\"error\":\"TIMEOUT\"}";
        assertThat(post(uri, "/demo/faults", fault).statusCode()).isEqualTo(200);
        assertThat(send(uri, DemoHttp.NODE_METRICS, "GET", "").statusCode()).isEqualTo(504);
        assertThat(post(uri, "/demo/faults", "{\"fault\":\"clear\"}").statusCode())
                .isEqualTo(200);
        assertThat(send(uri, DemoHttp.NODE_METRICS, "GET", "").statusCode()).isEqualTo(200);
        assertThat(post(uri, "/demo/faults", "{\"fault\":\"explode\",\"target\":\"ALL\"}")
                        .body())
                .startsWith("fault is 'explode'; expected clear");
        assertThat(DemoHttp.parse(get(uri, "/demo/stats"))
                        .at("/NODE_METRICS/requests")
                        .asInt())
                .isEqualTo(2);
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWrongOptionEndsItWithOneLine() throws Exception {
        start("--nodes", "0");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("err")).strip())
                .isEqualTo("Option nodes is 0; expected a number from 1 to 10000");
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DemoMain.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private URI ready() throws IOException {
        Path out = folder.resolve("out");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(out).contains("Demo cluster ready at "));
        return URI.create(Files.readString(out).replaceAll("(?s).*Demo cluster ready at (\\S+) .*", "$1"));
    }

    private static String get(URI uri, String path) throws Exception {
        return send(uri, path, "GET", "").body();
    }

    private static HttpResponse<String> post(URI uri, String path, String body) throws Exception {
        return send(uri, path, "POST", body);
    }

    private static HttpResponse<String> send(URI uri, String path, String method, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri.resolve(path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
