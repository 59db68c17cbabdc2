// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoFaults;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoTls;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.github.metricsserverprom.testing.ExporterProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A cluster of its own for one row of the matrix: a demo cluster, the wire to it, and a kubeconfig context by whose name
 * the program is asked for it and names it in its log. Its time stands still, so that every healthy page is the same.
 */
final class Site implements AutoCloseable {

    /** What Prometheus would say of its patience, and how much of it the program leaves for its answer. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final TestPki PKI = new TestPki("faults");

    private final String context;
    private final Vertx vertx;
    private final Path folder;
    private final boolean tls;
    private final DemoOptions.Change options;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private final List<DemoCluster> clusters = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();
    private final Wire wire;
    private ExporterProcess program;

    /** What one scrape brought. */
    record Scrape(int status, String text, Duration took) {}

    Site(String context, Vertx vertx, Path folder, boolean tls, DemoOptions.Change options) {
        this.context = context;
        this.vertx = vertx;
        this.folder = folder;
        this.tls = tls;
        this.options = options;
        this.wire =
                new Wire(cluster(Instant.now().plus(Duration.ofDays(30)), PKI).port());
        pointTo((tls ? "https" : "http") + "://127.0.0.1:" + wire.port());
    }

    /** The authority that the kubeconfigs trust. */
    static TestPki authority() {
        return PKI;
    }

    /** Another cluster with the same pods, whose certificate, if it has one, ends at this time. */
    DemoCluster cluster(Instant certificateEnd, TestPki authority) {
        if (tls) {
            TestPki.Issued issued = authority.issue("server", TestPki.ec(), certificateEnd, "127.0.0.1");
            Path certificate = write(context + clusters.size() + ".crt", issued.certificate());
            Path key = write(context + clusters.size() + ".key", issued.key());
            options.tls(new DemoTls(certificate, key, Optional.empty()));
        }
        DemoCluster cluster = DemoCluster.start(vertx, options.done(), now::get);
        clusters.add(cluster);
        return cluster;
    }

    /** Writes a kubeconfig whose context leads to this server. */
    void pointTo(String url) {
        urls.add(url);
        String authority = tls
                ? "\n    certificate-authority-data: "
                        + Base64.getEncoder().encodeToString(PKI.certificate().getBytes(StandardCharsets.UTF_8))
                : "";
        String text =
                """
                apiVersion: v1
                kind: Config
                contexts:
                - name: NAME
                  context: {cluster: NAME, user: NAME}
                clusters:
                - name: NAME
                  cluster:
                    server: SERVER
                users:
                - name: NAME
                  user: {}
                """
                        .replace("SERVER", url + authority)
                        .replace("NAME", context);
        Path next = write(context + ".next", text);
        try {
            Files.move(next, kubeconfig(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Points back to where it pointed first. */
    void pointHome() {
        pointTo(urls.get(0));
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path kubeconfig() {
        return folder.resolve(context + ".kubeconfig");
    }

    String context() {
        return context;
    }

    Wire wire() {
        return wire;
    }

    DemoCluster cluster() {
        return clusters.get(0);
    }

    DemoFaults faults() {
        return cluster().faults();
    }

    /** Moves the cluster's clock. */
    void skew(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
        cluster().tick();
    }

    /** The body that the cluster gives for a path. */
    String body(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(cluster().uri() + path)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void readBy(ExporterProcess exporter) {
        program = exporter;
    }

    /** Scrapes as Prometheus does. */
    Scrape scrape() throws IOException, InterruptedException {
        return scrape(TIMEOUT);
    }

    Scrape scrape(Duration timeout) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> answer = program.get(
                "/metrics?context=" + context,
                "X-Prometheus-Scrape-Timeout-Seconds",
                Long.toString(timeout.toSeconds()));
        return new Scrape(
                answer.statusCode(),
                answer.statusCode() == 200 ? Pages.masked(answer.body()) : masked(answer.body()),
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** The lines that the program logged about this cluster, without their time. */
    List<String> log() throws IOException {
        return log(line -> line.matches(".* context=" + context + "(?![\\w-]).*"));
    }

    /** All lines that the program logged, without their time and the report of its start. */
    List<String> wholeLog() throws IOException {
        return log(line -> !line.contains("[init]"));
    }

    private List<String> log(Predicate<String> wanted) throws IOException {
        return program.output()
                .lines()
                .filter(wanted)
                .map(line -> masked(line.substring(line.indexOf(' ') + 1)))
                .toList();
    }

    private String masked(String text) {
        String masked = text;
        for (String url : urls) {
            masked = masked.replace(url, "SERVER");
        }
        return masked.replaceAll("larger than \\d+ MiB", "larger than N MiB")
                .replaceAll("NotAfter: [^)]*", "NotAfter: TIME")
                .replaceAll("could not be watched for \\d+ s", "could not be watched for N s")
                .replaceAll("generation=\\d+", "generation=N")
                .replaceAll("millis=\\d+", "millis=N")
                .replaceAll("failed_for_seconds=\\d+", "failed_for_seconds=N")
                .replaceAll("resource_version=\\d+", "resource_version=N")
                .replace(" context=" + context, " context=NAME");
    }

    @Override
    public void close() {
        wire.close();
        clusters.forEach(DemoCluster::close);
    }
}
