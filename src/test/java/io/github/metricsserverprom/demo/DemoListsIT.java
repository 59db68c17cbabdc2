// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of pods: pages, resource versions and selectors. */
class DemoListsIT {
    private final Vertx vertx = Vertx.vertx();
    private final DemoCluster cluster = DemoCluster.start(vertx, DemoOptions.defaults(), new StepClock());
    private final DemoHttp http = new DemoHttp(cluster);

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 38, 39, 40})
    void pagesTogetherAreTheWholeList(int limit) {
        List<String> paged = new ArrayList<>();
        String query = "?limit=" + limit;
        while (query != null) {
            JsonNode page = http.json(DemoHttp.PODS + query);
            paged.addAll(names(page));
            JsonNode metadata = page.path("metadata");
            String token = metadata.path("continue").asText();
            assertThat(metadata.path("remainingItemCount").asInt()).isEqualTo(39 - paged.size());
            query = token.isEmpty() ? null : "?limit=" + limit + "&continue=" + token;
        }

        assertThat(paged).isEqualTo(names(http.json(DemoHttp.PODS)));
    }

    @Test
    void pagesShowTheTimeOfTheFirstPage() {
        List<String> before = names(http.json(DemoHttp.PODS));
        JsonNode first = http.json(DemoHttp.PODS + "?limit=10");
        cluster.churn(20);
        cluster.delete("default", "toolbox");
        JsonNode rest = http.json(
                DemoHttp.PODS + "?continue=" + first.at("/metadata/continue").asText());

        List<String> paged = new ArrayList<>(names(first));
        paged.addAll(names(rest));
        assertThat(paged).isEqualTo(before);
        assertThat(rest.at("/metadata/resourceVersion")).isEqualTo(first.at("/metadata/resourceVersion"));
        assertThat(names(http.json(DemoHttp.PODS))).isNotEqualTo(before);
    }

    @Test
    void anExpiredTokenIsGoneAndTheRenewedOneEndsTheList() {
        JsonNode first = http.json(DemoHttp.PODS + "?limit=10");
        cluster.faults().expireResourceVersions();
        HttpResponse<String> gone = http.get(
                DemoHttp.PODS + "?continue=" + first.at("/metadata/continue").asText());

        assertThat(gone.statusCode()).isEqualTo(410);
        JsonNode status = DemoHttp.parse(gone.body());
        assertThat(status.path("reason").asText()).isEqualTo("Expired");
        String renewed = status.at("/metadata/continue").asText();
        assertThat(names(http.json(DemoHttp.PODS + "?continue=" + renewed))).hasSize(29);
    }

    @Test
    void anExactResourceVersionShowsThePast() {
        List<String> before = names(http.json(DemoHttp.PODS));
        long version = cluster.resourceVersion();
        cluster.churn(5);
        String exact = DemoHttp.PODS + "?resourceVersionMatch=Exact&resourceVersion=" + version;

        assertThat(names(http.json(exact))).isEqualTo(before);
        cluster.faults().expireResourceVersions();
        assertThat(http.get(exact).statusCode()).isEqualTo(410);
    }

    @ParameterizedTest
    @CsvSource({
        "resourceVersion=0&limit=5, 39",
        "resourceVersion=0, 39",
        "resourceVersion=20000&resourceVersionMatch=NotOlderThan, 39",
        "resourceVersion=20039&limit=5, 5"
    })
    void aResourceVersionIsAtLeastMet(String query, int items) {
        assertThat(names(http.json(DemoHttp.PODS + "?" + query))).hasSize(items);
    }

    @ParameterizedTest
    @CsvSource({
        "resourceVersionMatch=Exact, 422",
        "resourceVersion=0&resourceVersionMatch=Exact, 422",
        "resourceVersion=99999999, 504",
        "resourceVersion=1&resourceVersionMatch=Exact, 410",
        "resourceVersion=x, 400",
        "limit=x, 400",
        "continue=nonsense, 400",
        "labelSelector=a%20b%20c, 400",
        "fieldSelector=spec.color%3Dred, 400"
    })
    void aQueryThatMakesNoSenseIsRefused(String query, int status) {
        HttpResponse<String> answer = http.get(DemoHttp.PODS + "?" + query);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(DemoHttp.parse(answer.body()).path("code").asInt()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.kubernetes.io/name=cart | 4",
                "app.kubernetes.io/name==cart,team!=team | 2",
                "app.kubernetes.io/name in (cart, catalog),team in (shop) | 4",
                "app.kubernetes.io/name notin (cart),team=shop | 12",
                "controller-revision-hash | 12",
                "!topology.kubernetes.io/zone | 3",
                "apps.kubernetes.io/pod-index=0 | 3",
                "nothing=here | 0"
            })
    void labelSelectorsChoosePods(String selector, int pods) {
        String query = "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
        List<String> chosen = names(http.json(DemoHttp.PODS + query));

        assertThat(chosen).hasSize(pods);
        List<String> measured = cluster.pods().stream()
                .filter(DemoPod::measured)
                .map(pod -> pod.namespace() + "/" + pod.name())
                .filter(chosen::contains)
                .toList();
        assertThat(names(http.json(DemoHttp.POD_METRICS + query))).isEqualTo(measured);
    }

    @Test
    void labelSelectorsChooseNodes() {
        String windows = "?labelSelector=kubernetes.io/os%3Dwindows";

        assertThat(names(http.json(DemoHttp.NODE_METRICS + windows))).containsExactly("/win-pool-02");
        assertThat(names(http.json("/api/v1/nodes" + windows))).containsExactly("/win-pool-02");
    }

    @ParameterizedTest
    @CsvSource({
        "spec.nodeName=win-pool-02, 13",
        "status.phase=Pending, 3",
        "status.phase!=Running, 7",
        "metadata.name=postgres-0, 3"
    })
    void fieldSelectorsChoosePods(String selector, int pods) {
        String query = "?fieldSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
        int byNode = (int) cluster.pods().stream()
                .filter(pod -> pod.node().equals("win-pool-02"))
                .count();

        assertThat(names(http.json(DemoHttp.PODS + query))).hasSize(selector.startsWith("spec") ? byNode : pods);
    }

    @Test
    void aNamespaceAndASinglePodCanBeAskedFor() {
        JsonNode list = http.json("/api/v1/namespaces/team-a/pods");
        JsonNode one = http.json("/api/v1/namespaces/team-a/pods/postgres-0");

        assertThat(names(list)).allMatch(name -> name.startsWith("team-a/")).hasSize(9);
        assertThat(one.path("kind").asText()).isEqualTo("Pod");
        assertThat(one.at("/metadata/uid").asText())
                .isEqualTo(cluster.pods().stream()
                        .filter(pod ->
                                pod.namespace().equals("team-a") && pod.name().equals("postgres-0"))
                        .findFirst()
                        .orElseThrow()
                        .uid());
        assertThat(http.get("/api/v1/namespaces/team-a/pods/nope").statusCode()).isEqualTo(404);
    }

    @Test
    void aLongCompressedListIsTheSameEachTimeAndFollowsChanges() throws IOException {
        DemoOptions options = DemoOptions.change().nodes(10).podsPerNode(30).done();
        try (DemoCluster large = DemoCluster.start(vertx, options, new StepClock())) {
            DemoHttp client = new DemoHttp(large);
            String before = client.get(DemoHttp.PODS).body();

            assertThat(compressed(client)).isEqualTo(before);
            assertThat(compressed(client)).isEqualTo(before);
            large.churn(1);
            assertThat(compressed(client))
                    .isNotEqualTo(before)
                    .isEqualTo(client.get(DemoHttp.PODS).body());
        }
    }

    private static String compressed(DemoHttp client) throws IOException {
        HttpResponse<byte[]> answer = client.bytes(DemoHttp.PODS, "Accept-Encoding", "gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            names.add(item.at("/metadata/namespace").asText() + "/"
                    + item.at("/metadata/name").asText());
        }
        return names;
    }
}
