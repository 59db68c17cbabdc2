// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** No edit, good or bad, costs a request: 200 requests a second while the files are edited 50 times in all ways. */
class ReloadUnderLoadIT {

    private static final int EDITS = 50;
    private static final int REQUESTS_PER_SECOND = 200;

    /** A slow machine gets fewer requests a second, not more at once than the exporter answers. */
    private static final int MOST_AT_ONCE = 30;

    private static final Duration LIVE = Duration.ofSeconds(20);

    private final AtomicLong answered = new AtomicLong();
    private final Map<String, Integer> failed = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    @TempDir
    private Path home;

    private Path data;
    private int version;

    @Test
    void everyRequestIsAnsweredAndEveryGoodEditIsLive(TestReporter report) throws Exception {
        RunningExporter.install(home);
        toConfigMap();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        try (RunningExporter exporter = RunningExporter.start(home)) {
            URI page = exporter.scrape("/metrics");
            long start = System.nanoTime();
            load.scheduleAtFixedRate(
                    () -> request(client, page), 0, 1_000_000 / REQUESTS_PER_SECOND, TimeUnit.MICROSECONDS);
            for (int edit = 0; edit < EDITS; edit++) {
                edit(exporter, edit);
            }
            load.shutdown();
            report.publishEntry(
                    "requests a second", Long.toString(answered.get() * 1_000_000_000L / (System.nanoTime() - start)));
            assertThat(places.tryAcquire(MOST_AT_ONCE, 30, TimeUnit.SECONDS))
                    .as("all requests end")
                    .isTrue();
        } finally {
            load.shutdownNow();
        }
        assertThat(failed).isEmpty();
        assertThat(answered.get()).as("answers while files were edited").isGreaterThan(EDITS * 20L);
    }

    private void request(HttpClient client, URI page) {
        if (!places.tryAcquire()) {
            return;
        }
        client.sendAsync(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        failed.merge(failure.toString(), 1, Integer::sum);
                    } else if (answer.statusCode() != 200) {
                        failed.merge("status " + answer.statusCode(), 1, Integer::sum);
                    } else {
                        answered.incrementAndGet();
                    }
                    places.release();
                });
    }

    /** Lays the routes out as Kubernetes mounts a ConfigMap: links through one that is swapped. */
    private void toConfigMap() throws Exception {
        Path routes = home.resolve("routes");
        Path first = home.resolve("routes/..v0");
        Files.createDirectory(first);
        try (Stream<Path> files = Files.list(routes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.move(file, first.resolve(file.getFileName()));
            }
        }
        data = routes.resolve("..data");
        Files.createSymbolicLink(data, Path.of("..v0"));
    }

    /** One edit, in a way that depends on its number, and what must come of it. */
    private void edit(RunningExporter exporter, int number) throws Exception {
        Path probe = data.toRealPath().resolve("probe.camel.yaml");
        String text = "v" + number;
        switch (number % 7) {
            case 0 -> {
                Files.writeString(probe, probe(text));
                awaitLive(exporter, text);
            }
            case 1 -> {
                Files.writeString(probe, probe(text).replace("setBody", "setBdy"));
                awaitRefused(exporter, "setBdy");
            }
            case 2 -> {
                Files.writeString(probe, "");
                Files.writeString(probe, probe(text));
                awaitLive(exporter, text);
            }
            case 3 -> {
                Path written = Files.writeString(probe.resolveSibling(".probe.tmp"), probe(text));
                Files.move(written, probe, StandardCopyOption.ATOMIC_MOVE);
                awaitLive(exporter, text);
            }
            case 4 -> {
                swap(probe(text));
                awaitLive(exporter, text);
            }
            case 5 -> {
                Files.writeString(probe, probe(text).substring(0, 40));
                awaitRefused(exporter, "probe.camel.yaml");
            }
            default -> {
                Files.writeString(probe, probe("{{own.text}}"));
                String settings = Files.readString(exporter.properties());
                Files.writeString(
                        exporter.properties(),
                        settings.replaceAll("\nown.text=.*\n", "\n") + "\nown.text=" + text + "\n");
                awaitLive(exporter, text);
            }
        }
    }

    private static String probe(String text) {
        return """
                - route:
                    id: probe
                    from:
                      uri: platform-http:/probe
                      steps:
                        - setBody:
                            constant: "%s"
                """
                .formatted(text);
    }

    private void swap(String probe) throws Exception {
        Path old = data.toRealPath();
        Path next = old.resolveSibling("..v" + ++version);
        Files.createDirectory(next);
        try (Stream<Path> files = Files.list(old)) {
            for (Path file : files.toList()) {
                Files.copy(file, next.resolve(file.getFileName()));
            }
        }
        Files.writeString(next.resolve("probe.camel.yaml"), probe);
        Path link = Files.createSymbolicLink(old.resolveSibling("..data_tmp"), next.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitLive(RunningExporter exporter, String text) {
        await().atMost(LIVE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> exporter.get(exporter.scrape("/probe")).body().equals(text));
    }

    /** A bad edit is told, and what was live before still is. */
    private static void awaitRefused(RunningExporter exporter, String reason) throws Exception {
        String before = exporter.get(exporter.scrape("/probe")).body();
        await().atMost(LIVE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> exporter.get(exporter.scrape("/readyz")).body().contains(reason));
        assertThat(exporter.get(exporter.scrape("/probe")).body()).isEqualTo(before);
    }
}
