// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.soak;

import io.github.metricsserverprom.bench.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Scrapes, edits of routes, faults, churn of pods and rude clients together for a given time; then asserts that nothing was
 * lost, nothing grows and the counters add up. Prints a table and writes it as Markdown.
 *
 * <pre>{@code mvn -Psoak verify -Dsoak.minutes=30}</pre>
 */
public final class Soak {

    private static final Pattern URL = Pattern.compile("ready at (\\S+)");
    private static final Pattern UNEXPECTED = Pattern.compile(
            "(?m)^\\S+ (?:ERROR (?!Routes not reloaded|Routes cannot be read)|WARN ++(?!Reading failed|\\[init]|Thread Thread\\[vert)).*");

    /** Until then caches fill and code is compiled; what is held after that must not grow. */
    private static final double WARM_PART = 0.3;

    /** One answer of so many may be late. */
    private static final long MOST_LATE = 200;

    private final int minutes = Integer.getInteger("soak.minutes", 30);
    private final List<String> options =
            List.of(System.getProperty("soak.options", "-Xmx256m").split(" "));
    private final List<Vitals> samples = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final StringBuilder report = new StringBuilder();
    private final List<Thread> threads = new ArrayList<>();
    private final Path folder;
    private volatile boolean over;

    /** One thing that is done again and again. */
    @FunctionalInterface
    interface Work {
        void once() throws Exception;
    }

    private Soak(Path folder) {
        this.folder = folder;
    }

    /** Runs for {@code soak.minutes}; fails when anything is not as it should be. */
    public static void main(String[] arguments) throws Exception {
        new Soak(Files.createTempDirectory("metrics-server-prom-soak")).run();
    }

    private void run() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : (Iterable<Path>) shipped::iterator) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Path kubeconfig = folder.resolve("kubeconfig");
        Path demoLog = folder.resolve("demo.log");
        Path log = folder.resolve("exporter.log");
        List<String> demo = List.of(
                "--nodes",
                "20",
                "--pods-per-node",
                "30",
                "--churn-per-minute",
                "120",
                "--kubeconfig",
                kubeconfig.toString());
        try (Child cluster = Child.start(
                List.of("-Xmx256m"), "io.github.metricsserverprom.demo.DemoMain", demo, Map.of(), demoLog)) {
            URI api = address(cluster, demoLog);
            int port = freePort();
            int management = freePort();
            Map<String, String> environment = Map.of(
                    "KUBECONFIG", kubeconfig.toString(),
                    "EXPORTER_WATCH_SILENCE", "70s",
                    "EXPORTER_TIMEOUT_MARGIN", "2s",
                    "CAMEL_SERVER_PORT", Integer.toString(port),
                    "CAMEL_MANAGEMENT_PORT", Integer.toString(management));
            Web web =
                    new Web(URI.create("http://127.0.0.1:" + port), URI.create("http://127.0.0.1:" + management), api);
            try (Child exporter = Child.start(
                    options,
                    "io.github.metricsserverprom.Application",
                    List.of("--routes", routes.toString(), "--config", "application.properties"),
                    environment,
                    log)) {
                awaitServing(exporter, log);
                soak(exporter, web, new Edits(web, routes), log);
            }
        }
        finish();
    }

    private void soak(Child exporter, Web web, Edits edits, Path log) throws Exception {
        Faults faults = new Faults(web);
        Scrapes scrapes = new Scrapes(web, faults);
        RudeClients rude = new RudeClients(web.scrapePort());
        long start = System.nanoTime();
        repeat("text", scrapes, () -> {
            scrapes.scrape(false);
            TimeUnit.MILLISECONDS.sleep(500);
        });
        repeat("openmetrics", scrapes, () -> {
            scrapes.scrape(true);
            TimeUnit.MILLISECONDS.sleep(900);
        });
        repeat("look", scrapes, () -> {
            scrapes.look();
            TimeUnit.SECONDS.sleep(3);
        });
        repeat("faults", scrapes, faults);
        repeat("edits", scrapes, edits);
        repeat("rude", scrapes, rude);
        line(Vitals.HEAD);
        while (System.nanoTime() - start < TimeUnit.MINUTES.toNanos(minutes) && exporter.isAlive()) {
            TimeUnit.SECONDS.sleep(Math.max(5, minutes * 2L));
            sample(exporter, web, start, scrapes);
        }
        over = true;
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(60).toMillis());
        }
        rude.hangUp();
        // Threads and connections without work end after a minute.
        TimeUnit.SECONDS.sleep(75);
        sample(exporter, web, start, scrapes);
        judge(web, scrapes, edits, faults, rude, log);
        line("peak resident MiB: " + exporter.peakMiB());
    }

    private void sample(Child exporter, Web web, long start, Scrapes scrapes) throws Exception {
        Vitals now = Vitals.of(exporter, web, start, scrapes.pages());
        samples.add(now);
        line(now.row());
    }

    private void repeat(String name, Scrapes errors, Work work) {
        Thread thread = new Thread(
                () -> {
                    while (!over) {
                        try {
                            work.once();
                        } catch (Exception | AssertionError e) {
                            errors.error(name + ": " + e);
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void judge(Web web, Scrapes scrapes, Edits edits, Faults faults, RudeClients rude, Path log)
            throws Exception {
        line("");
        line("right pages: " + scrapes.pages() + "; failures while a fault was on: " + scrapes.injected() + "; faults: "
                + faults.count() + "; edits: " + edits.good() + " good, " + edits.bad()
                + " bad; requests of rude clients: "
                + rude.requests());
        line("answers later than the client's timeout: " + scrapes.late()
                + ", which a machine without free time makes");
        if (scrapes.late() > scrapes.metricsRequests() / MOST_LATE) {
            findings.add(scrapes.late() + " of " + scrapes.metricsRequests() + " answers were late");
        }
        scrapes.errors().forEach((what, times) -> findings.add(what + " (" + times + " times)"));
        Matcher lines = UNEXPECTED.matcher(Files.readString(log));
        while (lines.find()) {
            findings.add("the log says: " + lines.group());
        }
        flat("heap MiB", Vitals::heapMiB, 6);
        flat("direct memory MiB", Vitals::directMiB, 8);
        flat("classes MiB", Vitals::classesMiB, 4);
        flat("code MiB", Vitals::codeMiB, 12);
        flat("threads", Vitals::threads, 6);
        flat("files", Vitals::files, 12);
        counters(web, scrapes, edits, rude);
    }

    /** The mean of the last third may exceed that of the first third after the warm-up by so much. */
    private void flat(String what, ToDoubleFunction<Vitals> value, double slack) {
        List<Vitals> warm = samples.subList((int) (samples.size() * WARM_PART), samples.size());
        int third = Math.max(1, warm.size() / 3);
        double early = mean(warm.subList(0, third), value);
        double late = mean(warm.subList(warm.size() - third, warm.size()), value);
        line(String.format("%s: %.1f early, %.1f late", what, early, late));
        if (late > early + slack) {
            findings.add(what + " grew from " + early + " to " + late);
        }
    }

    private static double mean(List<Vitals> some, ToDoubleFunction<Vitals> value) {
        return some.stream().mapToDouble(value).average().orElseThrow();
    }

    private void counters(Web web, Scrapes scrapes, Edits edits, RudeClients rude) throws Exception {
        double exchanges = web.self("camel_exchanges_total", "routeId=\"metrics\"");
        long answered = scrapes.metricsRequests();
        line("requests for /metrics: " + answered + " answered, " + (long) exchanges + " counted");
        if (exchanges < answered || exchanges > answered + rude.requests()) {
            findings.add("the counter of the route metrics says " + exchanges + ", answered were " + answered + " and "
                    + rude.requests() + " more were sent");
        }
        double reloads = web.self("metrics_server_prom_config_reloads_total");
        line("reloads: " + edits.good() + " edits, " + (long) reloads + " loads counted");
        if (reloads < edits.good()) {
            findings.add("reloads_total says " + reloads + " after " + edits.good() + " good edits");
        }
        if (web.self("metrics_server_prom_config_reload_failures_total") < edits.bad()) {
            findings.add("reload_failures_total is less than the bad edits");
        }
        for (Map.Entry<String, String> read : Map.of(
                        "POD_METRICS", "pods.metrics.k8s.io", "NODE_METRICS", "nodes.metrics.k8s.io")
                .entrySet()) {
            calm(web, scrapes, read.getKey(), "resource=\"" + read.getValue() + "\"");
        }
        if (web.self("metrics_server_prom_http_unsent_bytes", "port=\"scrape\"") != 0) {
            findings.add("bytes are unsent with nobody there");
        }
    }

    /** Without faults the program and the cluster count the same requests, one for each scrape. */
    private void calm(Web web, Scrapes scrapes, String target, String resource) throws Exception {
        int number = 20;
        double before = web.self("metrics_server_prom_upstream_requests_total", resource);
        long seen = web.demoRequests(target);
        for (int i = 0; i < number; i++) {
            scrapes.scrape(false);
        }
        double counted = web.self("metrics_server_prom_upstream_requests_total", resource) - before;
        long sent = web.demoRequests(target) - seen;
        if (counted != number || sent != number) {
            findings.add(number + " scrapes: " + counted + " requests counted, " + sent + " seen by the cluster");
        }
    }

    private void finish() throws IOException {
        findings.forEach(finding -> line("FINDING: " + finding));
        line(
                findings.isEmpty()
                        ? "Nothing was lost, nothing grows, the counters add up."
                        : findings.size() + " findings");
        Path result = Path.of("target", "soak.md");
        Files.createDirectories(result.getParent());
        Files.writeString(result, report);
        if (!findings.isEmpty()) {
            throw new IllegalStateException("the soak run has findings; logs are in " + folder);
        }
    }

    private static URI address(Child cluster, Path log) throws Exception {
        for (int i = 0; i < 600 && cluster.isAlive(); i++) {
            Matcher found = URL.matcher(Files.exists(log) ? Files.readString(log) : "");
            if (found.find()) {
                return URI.create(found.group(1));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("the demo cluster did not start; see " + log);
    }

    private static void awaitServing(Child exporter, Path log) throws Exception {
        for (int i = 0; i < 600 && exporter.isAlive(); i++) {
            if (Files.readString(log).contains("Serving http")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("the exporter did not start; see " + log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void line(String text) {
        report.append(text).append('\n');
        System.out.println(text);
    }
}
