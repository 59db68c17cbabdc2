// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.testing.ExpositionPage;
import io.github.metricsserverprom.testing.ExpositionParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Large pages, whose memory is used for the next ones, to clients of all kinds at once: those that take their time, those
 * that hang up, those that want gzip. Each page that arrives is whole.
 */
class PageMemoryIT {

    private static final int ROUNDS = 25;

    /** What a client reads at once. */
    private static final int BUFFER = 1 << 14;

    @TempDir
    private Path home;

    @Test
    void everyPageIsWholeWhoeverElseIsAnswered() throws Exception {
        try (RunningExporter exporter = RunningExporter.start(
                RunningExporter.install(home), Map.of("DEMO_NODES", "20", "DEMO_PODS_PER_NODE", "60"))) {
            Set<String> expected = series(page(exporter, false, 0));
            assertThat(expected).hasSizeGreaterThan(12_000);
            List<Callable<Void>> clients = List.of(
                    () -> scrapes(exporter, expected, false, 0),
                    () -> scrapes(exporter, expected, false, 1),
                    () -> scrapes(exporter, expected, true, 0),
                    () -> hangsUp(exporter),
                    () -> scrapes(exporter, expected, false, 3));
            ExecutorService threads = Executors.newFixedThreadPool(clients.size());
            try {
                for (Future<Void> client : threads.invokeAll(clients, 120, TimeUnit.SECONDS)) {
                    client.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static Void scrapes(RunningExporter exporter, Set<String> expected, boolean gzip, int pause)
            throws IOException, InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            ExpositionPage page = page(exporter, gzip, pause);
            assertThat(series(page)).isEqualTo(expected);
            assertThat(page.samples("metrics_server_prom_up")).singleElement();
        }
        return null;
    }

    private static Void hangsUp(RunningExporter exporter) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            HttpURLConnection connection = open(exporter, false);
            try (InputStream body = connection.getInputStream()) {
                assertThat(body.readNBytes(BUFFER)).hasSize(BUFFER);
            } finally {
                connection.disconnect();
            }
        }
        return null;
    }

    private static ExpositionPage page(RunningExporter exporter, boolean gzip, int pauseMillis)
            throws IOException, InterruptedException {
        List<byte[]> parts = new ArrayList<>();
        try (InputStream body = open(exporter, gzip).getInputStream()) {
            for (byte[] part = body.readNBytes(BUFFER * 8); part.length > 0; part = body.readNBytes(BUFFER * 8)) {
                parts.add(part);
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        }
        byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        byte[] text = gzip ? new GZIPInputStream(new ByteArrayInputStream(all)).readAllBytes() : all;
        return ExpositionParser.parse(ExpositionFormat.TEXT_0_0_4, new String(text, StandardCharsets.UTF_8));
    }

    private static HttpURLConnection open(RunningExporter exporter, boolean gzip) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) exporter.scrape("/metrics").toURL().openConnection();
        connection.setRequestProperty("Accept-Encoding", gzip ? "gzip" : "identity");
        return connection;
    }

    private static Set<String> series(ExpositionPage page) {
        Set<String> series = new TreeSet<>();
        page.families().stream()
                .filter(family -> family.name().startsWith("kube_metrics_server_"))
                .flatMap(family -> family.samples().stream())
                .forEach(sample -> assertThat(series.add(sample.name() + sample.labels()))
                        .as("only one sample of " + sample.name() + sample.labels())
                        .isTrue());
        return series;
    }
}
