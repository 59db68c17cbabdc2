// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the exporter against a demo cluster, each in a process of its own, and sets scrapes beside their floors. Scrapes and
 * floors take turns, so that what else the machine does hits both alike. Prints a table and writes it as Markdown.
 *
 * <pre>{@code mvn -Pbench verify -Dbench.sizes=100,1000,10000 -Dbench.pods=watch,list -Dbench.rounds=40}</pre>
 */
public final class Benchmark {

    private static final int PODS_PER_NODE = 30;
    private static final int IDLE_SECONDS = 30;

    /** Requests of each kind that the cluster answers before the exporter starts. */
    private static final int CLUSTER_WARM_UP = 30;

    /** So that the largest sizes do not take hours. */
    private static final int MOST_WARM_UP_PODS = 6_000_000;

    /** Starts of the exporter, of which the median counts. */
    private static final int STARTS = 5;

    private static final int QUIET_MILLIS = 250;

    private static final Pattern ALLOCATED =
            Pattern.compile("(?m)^jvm_gc_memory_allocated_bytes_total(?:\\{[^}]*})? (\\S+)");

    private final Path folder;
    private final int rounds = Integer.getInteger("bench.rounds", 40);
    private final int warmUp = Integer.getInteger("bench.warm-up", 1000);
    private final boolean tls = Boolean.getBoolean("bench.tls");

    /** The exporter asks for gzip unless the server is on the loopback interface and speaks plain HTTP. */
    private final boolean upstreamGzip =
            tls || !System.getProperty("bench.host", "127.0.0.1").startsWith("127.");

    private final Fetch fetch = new Fetch();
    private final StringBuilder table = new StringBuilder();

    private Benchmark(Path folder) {
        this.folder = folder;
    }

    /** Runs the sizes and ways that the system properties name. */
    public static void main(String[] arguments) throws Exception {
        Benchmark benchmark = new Benchmark(Files.createTempDirectory("metrics-server-prom-bench"));
        benchmark.line(
                "| pods | pod facts | gzip | p50 ms | p95 ms | max ms | CPU s | CPU µs/pod | allocated | page"
                        + " | fetch ms | floor ms | floor CPU s | ready page ms | latency ratio | idle % of a core | peak MiB | first page s |");
        benchmark.line("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (String size : System.getProperty("bench.sizes", "100,1000,10000").split(",")) {
            for (String pods : System.getProperty("bench.pods", "watch,list").split(",")) {
                benchmark.run(Integer.parseInt(size), pods);
            }
        }
        Path result = Path.of("target", "performance.md");
        Files.createDirectories(result.getParent());
        Files.writeString(result, benchmark.table);
        benchmark.line("written to " + result);
    }

    private void run(int size, String pods) throws Exception {
        int nodes = Math.max(1, size / PODS_PER_NODE);
        List<String> demo = new ArrayList<>(List.of(
                "--nodes",
                Integer.toString(nodes),
                "--pods-per-node",
                Integer.toString(size / nodes),
                "--host",
                System.getProperty("bench.host", "127.0.0.1")));
        if (tls) {
            demo.add("--tls");
        }
        try (DemoProcess cluster = DemoProcess.start(folder, demo, List.of("-Xmx4g"))) {
            fetch.trust(cluster.kubeconfig());
            warm(cluster.uri());
            List<Double> starts = new ArrayList<>();
            while (starts.size() < STARTS - 1) {
                try (ExporterChild exporter = start(cluster, pods)) {
                    starts.add(exporter.awaitPage(fetch));
                }
            }
            try (ExporterChild exporter = start(cluster, pods)) {
                starts.add(exporter.awaitPage(fetch));
                for (boolean gzip : new boolean[] {false, true}) {
                    measure(new Case(size, pods, gzip, quantile(starts, 0.5)), exporter, cluster.uri());
                }
            }
        }
    }

    /** Starts the exporter when nothing else is at work: a real cluster compiles nothing on the exporter's cores. */
    private ExporterChild start(DemoProcess cluster, String pods) throws IOException, InterruptedException {
        double before;
        double after = cluster.process().cpuSeconds() + ownCpuSeconds();
        do {
            before = after;
            Thread.sleep(QUIET_MILLIS);
            after = cluster.process().cpuSeconds() + ownCpuSeconds();
        } while (after - before > QUIET_MILLIS / 1000.0 / 10);
        return ExporterChild.start(folder, cluster.kubeconfig(), Map.of("EXPORTER_PODS", pods));
    }

    /** A real cluster has been running for long when an exporter starts. */
    private void warm(URI api) throws IOException {
        for (int i = 0; i < CLUSTER_WARM_UP; i++) {
            fetch.tokens(api.resolve("/apis/metrics.k8s.io/v1beta1/pods"), upstreamGzip);
            fetch.tokens(api.resolve("/apis/metrics.k8s.io/v1beta1/nodes"), upstreamGzip);
            fetch.tokens(api.resolve("/api/v1/pods?limit=500"), upstreamGzip);
        }
    }

    private record Case(int pods, String facts, boolean gzip, double firstPageSeconds) {}

    private void measure(Case now, ExporterChild exporter, URI api) throws Exception {
        URI podMetrics = api.resolve("/apis/metrics.k8s.io/v1beta1/pods");
        URI nodeMetrics = api.resolve("/apis/metrics.k8s.io/v1beta1/nodes");
        URI scrape = exporter.scrape();
        byte[] page = fetch.text(scrape).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        HttpServer ready = serve(page);
        URI readyPage = URI.create("http://127.0.0.1:" + ready.getAddress().getPort() + "/");
        int warm = Math.max(5, Math.min(warmUp, MOST_WARM_UP_PODS / now.pods()));
        for (int i = 0; i < warm; i++) {
            fetch.discard(scrape, now.gzip());
            fetch.tokens(podMetrics, upstreamGzip);
            fetch.discard(podMetrics, upstreamGzip);
            fetch.discard(readyPage, false);
        }
        List<Double> scrapes = new ArrayList<>();
        List<Double> fetches = new ArrayList<>();
        List<Double> floors = new ArrayList<>();
        List<Double> pages = new ArrayList<>();
        double cpu = 0;
        double floorCpu = 0;
        double allocated = allocated(exporter.self());
        for (int i = 0; i < rounds; i++) {
            double before = exporter.process().cpuSeconds();
            scrapes.add(millis(() -> fetch.discard(scrape, now.gzip())));
            cpu += exporter.process().cpuSeconds() - before;
            fetches.add(
                    millis(() -> fetch.discard(podMetrics, upstreamGzip) + fetch.discard(nodeMetrics, upstreamGzip)));
            double own = ownCpuSeconds();
            floors.add(millis(() -> fetch.tokens(podMetrics, upstreamGzip) + fetch.tokens(nodeMetrics, upstreamGzip)));
            floorCpu += ownCpuSeconds() - own;
            pages.add(millis(() -> fetch.discard(readyPage, false)));
        }
        double perScrape = (allocated(exporter.self()) - allocated) / rounds;
        ready.stop(0);
        double idle = idleShare(exporter.process());
        double floor = quantile(floors, 0.5);
        double write = quantile(pages, 0.5);
        line(String.format(
                Locale.ROOT,
                "| %d | %s | %s | %.0f | %.0f | %.0f | %.3f | %.1f | %.1fx | %.1f MB | %.0f | %.0f | %.3f | %.0f | %.2f | %.1f | %d | %.1f |",
                now.pods(),
                now.facts(),
                now.gzip() ? "yes" : "no",
                quantile(scrapes, 0.5),
                quantile(scrapes, 0.95),
                Collections.max(scrapes),
                cpu / rounds,
                cpu / rounds * 1e6 / now.pods(),
                perScrape / page.length,
                page.length / 1e6,
                quantile(fetches, 0.5),
                floor,
                floorCpu / rounds,
                write,
                quantile(scrapes, 0.5) / (floor + write),
                idle,
                exporter.process().peakMiB(),
                now.firstPageSeconds()));
    }

    @FunctionalInterface
    private interface Timed {
        long run() throws IOException;
    }

    private static double millis(Timed timed) throws IOException {
        long start = System.nanoTime();
        timed.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double quantile(List<Double> values, double q) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
    }

    /** What the program uses while nobody scrapes it, in percent of one core. */
    private static double idleShare(Child exporter) throws Exception {
        double before = exporter.cpuSeconds();
        Thread.sleep(IDLE_SECONDS * 1000L);
        return (exporter.cpuSeconds() - before) / IDLE_SECONDS * 100;
    }

    private static double ownCpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private double allocated(URI self) throws IOException {
        Matcher found = ALLOCATED.matcher(fetch.text(self));
        return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
    }

    private static HttpServer serve(byte[] page) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void line(String text) {
        table.append(text).append('\n');
        System.out.println(text);
    }
}
