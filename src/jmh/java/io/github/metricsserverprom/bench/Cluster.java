// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.bench;

import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Made-up answers of the metrics API for the inner loops: two containers in each pod, names and labels as long as Helm charts
 * make them. The pods are the same from one answer to the next, the values are not.
 */
public final class Cluster {

    private final int pods;
    private final Random random = new Random(1);

    /** A cluster with so many pods. */
    public Cluster(int pods) {
        this.pods = pods;
    }

    /** A {@code PodMetricsList}, about 640 bytes for each pod. */
    public String podMetrics() {
        StringBuilder list = new StringBuilder(
                "{\"kind\":\"PodMetricsList\",\"apiVersion\":\"metrics.k8s.io/v1beta1\",\"metadata\":{},\"items\":[");
        for (int i = 0; i < pods; i++) {
            list.append(i == 0 ? "" : ",").append(pod(i));
        }
        return list.append("]}").toString();
    }

    private String pod(int number) {
        String app = String.format(Locale.ROOT, "service-%04d", number / 10);
        return "{\"metadata\":{\"name\":\"" + name(number) + "\",\"namespace\":\"" + namespace(number)
                + "\",\"creationTimestamp\":\"2026-11-22T21:18:26Z\",\"labels\":{\"app.kubernetes.io/instance\":\"" + app
                + "-shop\",\"app.kubernetes.io/managed-by\":\"Helm\",\"app.kubernetes.io/name\":\"" + app
                + "\",\"helm.sh/chart\":\"" + app
                + "-4.2.1\",\"pod-template-hash\":\"5b84dfb98c\",\"team\":\"shop\","
                + "\"topology.kubernetes.io/zone\":\"eu-central-1a\"}},\"timestamp\":\"2026-11-22T21:18:"
                + (10 + random.nextInt(40)) + "Z\",\"window\":\"14." + (100 + random.nextInt(800))
                + "s\",\"containers\":[" + container("app") + "," + container("istio-proxy") + "]}";
    }

    private String container(String name) {
        return "{\"name\":\"" + name + "\",\"usage\":{\"cpu\":\"" + (1_000_000 + random.nextInt(90_000_000))
                + "n\",\"memory\":\"" + (20_000 + random.nextInt(900_000)) + "Ki\"}}";
    }

    /** The same pods as the list of the metrics API, as the model has them. */
    public List<PodMetrics> pods() {
        return IntStream.range(0, pods).mapToObj(this::usage).toList();
    }

    private PodMetrics usage(int number) {
        Instant time = Instant.ofEpochSecond(1_795_382_300L + random.nextInt(40));
        Duration window = Duration.ofMillis(14_000 + random.nextInt(2000));
        List<ContainerMetrics> containers = List.of(usage("app"), usage("istio-proxy"));
        return new PodMetrics(new PodKey(namespace(number), name(number)), Map.of(), time, window, containers);
    }

    private ContainerMetrics usage(String name) {
        Quantity cpu = Quantity.ofScaled(1_000_000 + random.nextInt(90_000_000), 9);
        return new ContainerMetrics(name, cpu, Quantity.of(1024L * (20_000 + random.nextInt(900_000))));
    }

    /** What the pods API knows of a pod by its number. */
    public static PodFacts facts(int number) {
        return new PodFacts(
                String.format(Locale.ROOT, "5f7a3c1e-91d2-4c55-9a51-%012d", number),
                "worker-" + number / 30,
                "10.1." + number / 250 + "." + number % 250,
                "172.16." + number / 7500 + "." + number / 30 % 250,
                "ReplicaSet",
                String.format(Locale.ROOT, "service-%04d-5b84dfb98c", number / 10),
                "Running",
                "Burstable",
                List.of());
    }

    private static String namespace(int number) {
        return String.format(Locale.ROOT, "team-%05d", number / 100);
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "service-%04d-5b84dfb98c-%05d", number / 10, number);
    }
}
