// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers have the shape of those recorded from a real cluster. */
class DemoShapesIT {
    private static Vertx vertx;
    private static DemoCluster cluster;
    private static DemoHttp http;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = DemoCluster.start(vertx, DemoOptions.defaults(), new StepClock());
        http = new DemoHttp(cluster);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        vertx.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/apis/metrics.k8s.io/v1beta1/nodes, nodemetrics.json",
        "/apis/metrics.k8s.io/v1beta1/pods, podmetrics.json",
        "/apis/metrics.k8s.io/v1beta1/namespaces/team-a/pods, podmetrics-namespace.json",
        "/apis/metrics.k8s.io/v1beta1, api-resources.json",
        "/api/v1/namespaces, namespaces.json",
        "/api/v1/nodes, nodelist.json",
        "/apis, apis.json",
        "/version, version.json"
    })
    void aListHasTheShapeOfTheRecordedOne(String path, String recorded) {
        assertThat(JsonShape.of(http.json(path))).isEqualTo(JsonShape.of(DemoHttp.parse(DemoHttp.recorded(recorded))));
    }

    @Test
    void fieldsComeInTheOrderOfTheRecordedOnes() {
        List<String> fields = new ArrayList<>();
        List<String> recorded = new ArrayList<>();
        fieldNames("", http.json(DemoHttp.PODS).path("items").get(0), fields);
        fieldNames(
                "",
                DemoHttp.parse(DemoHttp.recorded("podlist.json")).path("items").get(0),
                recorded);

        assertThat(fields).isEqualTo(recorded);
    }

    @ParameterizedTest
    @CsvSource({"ReplicaSet", "StatefulSet", "DaemonSet", "Job", "''"})
    void podsOfAKindHaveTheShapeOfTheRecordedOnes(String owner) {
        Predicate<JsonNode> ofKind =
                pod -> pod.at("/metadata/ownerReferences/0/kind").asText("").equals(owner);
        Set<String> wanted = JsonShape.ofItems(DemoHttp.parse(DemoHttp.recorded("podlist.json")), ofKind);
        Set<String> found = JsonShape.ofItems(http.json(DemoHttp.PODS), ofKind);

        assertThat(difference(found, wanted)).as("not in the recorded pods").isEmpty();
        assertThat(difference(wanted, found))
                .as("missing, other than by chance")
                .allMatch(path -> path.startsWith("/status/containerStatuses[]/lastState"));
    }

    @Test
    void theCastIsThatOfTheRecordedCluster() {
        List<JsonNode> pods = new ArrayList<>();
        http.json(DemoHttp.PODS).path("items").forEach(pods::add);

        assertThat(pods).hasSize(39);
        assertThat(http.json(DemoHttp.POD_METRICS).path("items"))
                .hasSameSizeAs(
                        DemoHttp.parse(DemoHttp.recorded("podmetrics.json")).path("items"));
        assertThat(pods).filteredOn(pod -> name(pod).equals("postgres-0")).hasSize(3);
        assertThat(pods).anyMatch(pod -> name(pod).length() == 253);
        assertThat(pods)
                .filteredOn(pod -> phase(pod).equals("Pending"))
                .hasSize(3)
                .allMatch(pod ->
                        !pod.at("/spec").has("nodeName") && !pod.at("/status").has("podIP"));
        assertThat(pods).filteredOn(pod -> phase(pod).equals("Succeeded")).hasSize(3);
        assertThat(pods).filteredOn(pod -> phase(pod).equals("Failed")).hasSize(1);
        assertThat(pods)
                .filteredOn(pod -> pod.at("/spec/hostNetwork").asBoolean())
                .hasSize(6)
                .allMatch(pod -> pod.at("/status/podIP").equals(pod.at("/status/hostIP")));
        assertThat(pods)
                .anyMatch(pod ->
                        pod.at("/spec/initContainers/1/restartPolicy").asText().equals("Always"));
        assertThat(pods).anyMatch(pod -> pod.at("/status/podIPs").size() == 2);
    }

    @Test
    void aNativeSidecarHasMetricsAndACrashingContainerHasNone() {
        JsonNode items = http.json(DemoHttp.POD_METRICS).path("items");

        assertThat(containers(items, "team-a", "checkout-api"))
                .containsExactlyInAnyOrder("checkout-api", "istio-proxy", "vault-agent");
        assertThat(containers(items, "team-b", "checkout-api")).containsExactly("istio-proxy");
    }

    @Test
    void realisticPodsHaveTheSizeOfTheRecordedOnes() {
        int recorded = DemoHttp.recorded("podlist.json").length();

        assertThat(http.get(DemoHttp.PODS).body().length()).isBetween(recorded * 9 / 10, recorded * 11 / 10);
    }

    @Test
    void headersAreThoseOfTheRecordedAnswer() {
        HttpResponse<String> answer = http.get("/apis/metrics.k8s.io/v1beta1/namespaces/default/pods");
        List<String> recorded = DemoHttp.recorded("errors/200-podmetrics.headers")
                .lines()
                .skip(1)
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase())
                .sorted()
                .toList();

        assertThat(headerNames(answer)).isEqualTo(recorded);
        assertThat(answer.headers().allValues("Audit-Id")).hasSize(2);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).endsWith("}\n");
    }

    @Test
    void aLongAnswerIsCompressedOnlyIfTheClientAsks() throws Exception {
        HttpResponse<byte[]> plain = http.bytes(DemoHttp.PODS);
        HttpResponse<byte[]> compressed = http.bytes(DemoHttp.PODS, "Accept-Encoding", "gzip");
        HttpResponse<byte[]> small = http.bytes(DemoHttp.NODE_METRICS, "Accept-Encoding", "gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
    }

    private static List<String> headerNames(HttpResponse<?> answer) {
        List<String> names = new ArrayList<>();
        answer.headers().map().forEach((name, values) -> values.forEach(value -> names.add(name.toLowerCase())));
        return names.stream().sorted().toList();
    }

    private static List<String> containers(JsonNode items, String namespace, String app) {
        List<String> names = new ArrayList<>();
        for (JsonNode item : items) {
            boolean wanted = item.at("/metadata/namespace").asText().equals(namespace)
                    && item.at("/metadata/labels/app.kubernetes.io~1name")
                            .asText()
                            .equals(app);
            if (wanted) {
                item.path("containers")
                        .forEach(container -> names.add(container.path("name").asText()));
            }
        }
        return names;
    }

    private static void fieldNames(String path, JsonNode json, List<String> into) {
        json.properties().forEach(field -> {
            if (!field.getKey().startsWith("f:") && !field.getKey().startsWith("k:")) {
                into.add(path + "/" + field.getKey());
                fieldNames(path + "/" + field.getKey(), field.getValue(), into);
            }
        });
        if (json.isArray() && !path.endsWith("sources")) {
            json.forEach(item -> fieldNames(path + "[]", item, into));
        }
    }

    private static Set<String> difference(Set<String> all, Set<String> without) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private static String name(JsonNode pod) {
        return pod.at("/metadata/name").asText();
    }

    private static String phase(JsonNode pod) {
        return pod.at("/status/phase").asText();
    }
}
