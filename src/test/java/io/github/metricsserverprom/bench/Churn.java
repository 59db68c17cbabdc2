// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the exporter against a large demo cluster of which a tenth of the pods is replaced every minute, and compares what it
 * publishes about each pod with what the demo cluster knows. Ends with exit code 1 if anything is missing or wrong.
 *
 * <pre>{@code mvn -Pbench verify -Dbench.main=Churn -Dbench.sizes=150000 -Dbench.minutes=5}</pre>
 */
public final class Churn {

    private static final int PODS_PER_NODE = 30;
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** By then an event of the watch has arrived. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private static final Pattern INFO = Pattern.compile(
            "(?m)^kube_metrics_server_pod_info\\{namespace=\"([^\"]*)\",pod=\"([^\"]*)\",uid=\"([^\"]*)\",node=\"([^\"]*)\","
                    + "ip=\"([^\"]*)\"");

    private final ObjectMapper json = new ObjectMapper();
    private final Fetch fetch = new Fetch();

    private Churn() {}

    /** Runs for so many minutes as the system property says. */
    public static void main(String[] arguments) throws Exception {
        int pods = Integer.getInteger("bench.sizes", 150_000);
        int minutes = Integer.getInteger("bench.minutes", 5);
        if (!new Churn().run(pods, minutes)) {
            System.exit(1);
        }
    }

    private record Facts(String uid, String node, String ip) {}

    private boolean run(int pods, int minutes) throws Exception {
        Path folder = Files.createTempDirectory("metrics-server-prom-churn");
        List<String> options = List.of("--nodes", "" + pods / PODS_PER_NODE, "--pods-per-node", "" + PODS_PER_NODE);
        List<String> churn = new ArrayList<>(options);
        churn.addAll(List.of("--churn-per-minute", "" + pods / 10));
        try (DemoProcess demo = DemoProcess.start(folder, churn, List.of("-Xmx4g"));
                ExporterChild exporter = ExporterChild.start(folder, demo.kubeconfig(), Map.of())) {
            exporter.awaitPage(fetch);
            List<Double> millis = new ArrayList<>();
            double cpu = exporter.process().cpuSeconds();
            long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
            boolean right = true;
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                fetch.discard(exporter.scrape(), false);
                millis.add((System.nanoTime() - start) / 1e6);
                Thread.sleep(Math.max(0, INTERVAL.toMillis() - (System.nanoTime() - start) / 1_000_000));
            }
            cpu = (exporter.process().cpuSeconds() - cpu) / millis.size();
            Map<String, Facts> before = truth(demo.uri());
            Thread.sleep(SETTLE.toMillis());
            Map<String, Facts> page = page(exporter.scrape());
            right &= compare(before, page, truth(demo.uri()));
            Collections.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "%d pods, %d scrapes: p50 %.0f ms, max %.0f ms, %.2f CPU s per scrape with the watch's, peak %d MiB%n",
                    pods,
                    millis.size(),
                    millis.get(millis.size() / 2),
                    millis.get(millis.size() - 1),
                    cpu,
                    exporter.process().peakMiB());
            fetch.text(exporter.self())
                    .lines()
                    .filter(line -> line.startsWith("metrics_server_prom_pods_watch"))
                    .forEach(System.out::println);
            return right;
        }
    }

    /** Whether each pod that was there before and after the page is on it, as it was. */
    private static boolean compare(Map<String, Facts> before, Map<String, Facts> page, Map<String, Facts> after) {
        int stable = 0;
        int missing = 0;
        int wrong = 0;
        for (Map.Entry<String, Facts> pod : before.entrySet()) {
            if (Objects.equals(after.get(pod.getKey()), pod.getValue())) {
                stable++;
                Facts published = page.get(pod.getKey());
                missing += published == null ? 1 : 0;
                wrong += published != null && !published.equals(pod.getValue()) ? 1 : 0;
            }
        }
        System.out.printf(
                "%d pods on the page, %d of them neither came nor went around it: %d missing, %d wrong%n",
                page.size(), stable, missing, wrong);
        return stable > 0 && missing == 0 && wrong == 0;
    }

    private Map<String, Facts> truth(URI demo) throws IOException {
        Map<String, Facts> pods = new HashMap<>();
        for (String line :
                (Iterable<String>) fetch.text(demo.resolve("/demo/truth")).lines()::iterator) {
            JsonNode pod = json.readTree(line);
            if (pod.get("measured").asBoolean()) {
                pods.put(
                        pod.get("namespace").asText() + "/" + pod.get("name").asText(),
                        new Facts(
                                pod.get("uid").asText(),
                                pod.get("node").asText(),
                                pod.get("ip").asText()));
            }
        }
        return pods;
    }

    private Map<String, Facts> page(URI scrape) throws IOException {
        Map<String, Facts> pods = new HashMap<>();
        Matcher rows = INFO.matcher(fetch.text(scrape));
        while (rows.find()) {
            pods.put(rows.group(1) + "/" + rows.group(2), new Facts(rows.group(3), rows.group(4), rows.group(5)));
        }
        return pods;
    }
}
