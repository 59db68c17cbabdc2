// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches of pods. */
class DemoWatchIT {
    private final Vertx vertx = Vertx.vertx();
    private final DemoCluster cluster = DemoCluster.start(
            vertx, DemoOptions.change().bookmarkInterval(Duration.ofMillis(50)).done(), new StepClock());
    private final DemoHttp http = new DemoHttp(cluster);

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close();
    }

    /** A watch that is read in the background. */
    private final class Watch {
        final List<JsonNode> events = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> end;

        Watch(String query) {
            HttpRequest request = HttpRequest.newBuilder(cluster.uri().resolve("/api/v1/pods?watch=true" + query))
                    .build();
            CompletableFuture<HttpResponse<Stream<String>>> answer =
                    HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofLines());
            // The head comes before any event: only then does the server listen for us.
            HttpResponse<Stream<String>> head = answer.join();
            end = CompletableFuture.runAsync(() -> head.body().forEach(line -> events.add(DemoHttp.parse(line))));
        }

        List<String> types() {
            return events.stream().map(event -> event.path("type").asText()).toList();
        }

        void awaitEvents(int number) {
            await().atMost(Duration.ofSeconds(30)).until(() -> events.size() >= number);
        }
    }

    @Test
    void aReplacedPodIsMarkedDeletedCreatedAndStarted() {
        Watch watch = new Watch("&resourceVersion=" + cluster.resourceVersion());
        cluster.churn(1);
        watch.awaitEvents(4);

        assertThat(watch.types()).containsExactly("MODIFIED", "DELETED", "ADDED", "MODIFIED");
        JsonNode marked = watch.events.get(0).path("object");
        JsonNode waiting = watch.events.get(2).path("object");
        JsonNode running = watch.events.get(3).path("object");
        assertThat(marked.at("/metadata/deletionTimestamp").asText()).isNotEmpty();
        assertThat(waiting.at("/status/phase").asText()).isEqualTo("Pending");
        assertThat(waiting.at("/spec").has("nodeName")).isFalse();
        assertThat(running.at("/status/phase").asText()).isEqualTo("Running");
        assertThat(running.at("/metadata/uid")).isEqualTo(waiting.at("/metadata/uid"));
        assertThat(running.at("/spec/nodeName")).isEqualTo(marked.at("/spec/nodeName"));
        assertThat(running.path("kind").asText()).isEqualTo("Pod");
        assertThat(watch.events)
                .extracting(
                        event -> event.at("/object/metadata/resourceVersion").asLong())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutAResourceVersionAllPodsComeFirst() {
        Watch watch = new Watch("&timeoutSeconds=1");
        watch.end.join();

        assertThat(watch.types()).hasSize(39).containsOnly("ADDED");
    }

    @Test
    void changesSinceAResourceVersionAreMadeUpFor() {
        long version = cluster.resourceVersion();
        cluster.churn(3);
        Watch watch = new Watch("&resourceVersion=" + version);
        watch.awaitEvents(12);

        assertThat(watch.types()).filteredOn("ADDED"::equals).hasSize(3);
    }

    @Test
    void anOldResourceVersionGetsAnErrorEventAndTheEnd() {
        long version = cluster.resourceVersion();
        cluster.faults().expireResourceVersions();
        Watch watch = new Watch("&resourceVersion=" + version);
        watch.end.join();

        assertThat(watch.types()).containsExactly("ERROR");
        assertThat(watch.events.get(0).at("/object/code").asInt()).isEqualTo(410);
        assertThat(watch.events.get(0).at("/object/reason").asText()).isEqualTo("Expired");
    }

    @Test
    void historyIsBounded() {
        try (DemoCluster small =
                DemoCluster.start(vertx, DemoOptions.change().watchHistory(4).done(), new StepClock())) {
            long version = small.resourceVersion();
            small.churn(2);
            String old = new DemoHttp(small)
                    .get("/api/v1/pods?watch=true&resourceVersion=" + version)
                    .body();

            assertThat(old).contains("\"type\":\"ERROR\"").contains("too old resource version: " + version);
        }
    }

    @Test
    void bookmarksTellTheResourceVersionAndCanBeStopped() {
        Watch watch = new Watch("&allowWatchBookmarks=true&resourceVersion=" + cluster.resourceVersion());
        watch.awaitEvents(2);

        assertThat(watch.types()).containsOnly("BOOKMARK");
        assertThat(watch.events.get(0).at("/object/metadata/resourceVersion").asLong())
                .isEqualTo(cluster.resourceVersion());
        cluster.faults().stopBookmarks(true);
        int bookmarks = watch.events.size();
        cluster.churn(1);
        await().until(() -> watch.types().contains("DELETED"));
        assertThat(watch.types().stream().filter("BOOKMARK"::equals).count()).isLessThanOrEqualTo(bookmarks + 1);
    }

    @Test
    void withoutAskingThereAreNoBookmarks() {
        Watch watch = new Watch("&timeoutSeconds=1&resourceVersion=" + cluster.resourceVersion());
        watch.end.join();

        assertThat(watch.events).isEmpty();
    }

    @Test
    void aSelectorTurnsChangesIntoComingAndGoing() {
        Watch watch = new Watch("&fieldSelector=status.phase%3DRunning&resourceVersion=" + cluster.resourceVersion());
        cluster.churn(1);
        watch.awaitEvents(3);

        assertThat(watch.types()).containsExactly("MODIFIED", "DELETED", "ADDED");
    }

    @Test
    void aWatchOfOneNamespaceSeesNothingElse() {
        HttpResponse<String> answer =
                http.get("/api/v1/namespaces/team-a/pods?watch=true&timeoutSeconds=1&labelSelector=team");

        assertThat(answer.body().lines()).hasSize(9).allMatch(line -> line.contains("\"namespace\":\"team-a\""));
    }

    @Test
    void allWatchesCanBeClosed() {
        Watch watch = new Watch("&resourceVersion=" + cluster.resourceVersion());
        cluster.faults().closeWatches();
        watch.end.join();

        assertThat(watch.events).isEmpty();
        await().untilAsserted(() ->
                assertThat(cluster.traffic().of(DemoTarget.PODS_WATCH).open()).isZero());
    }

    @Test
    void aPodOfAStatefulSetComesBackUnderItsName() {
        Watch watch = new Watch("&resourceVersion=" + cluster.resourceVersion());
        cluster.recreate("team-a", "postgres-0");
        watch.awaitEvents(4);

        assertThat(watch.events)
                .allMatch(event -> event.at("/object/metadata/name").asText().equals("postgres-0"));
        assertThat(watch.events.get(3).at("/object/metadata/uid"))
                .isNotEqualTo(watch.events.get(0).at("/object/metadata/uid"));
    }

    @Test
    void initialEventsAreRefusedAsOlderServersDo() {
        HttpResponse<String> answer = http.get(
                "/api/v1/pods?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("sendInitialEvents is forbidden for watch");
    }

    @Test
    void fourThousandEventsArriveInFull() {
        Watch watch = new Watch("&resourceVersion=" + cluster.resourceVersion());
        for (int i = 0; i < 40; i++) {
            cluster.churn(25);
        }
        watch.awaitEvents(4_000);

        assertThat(watch.events).hasSize(4_000);
    }
}
