// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The metrics API over time. */
class DemoMetricsIT {
    private final Vertx vertx = Vertx.vertx();
    private final StepClock clock = new StepClock();
    private final DemoCluster cluster = DemoCluster.start(vertx, DemoOptions.defaults(), clock);
    private final DemoHttp http = new DemoHttp(cluster);

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close();
    }

    @Test
    void samplesStayUntilTheNextTick() {
        String first = http.get(DemoHttp.POD_METRICS).body();

        assertThat(http.get(DemoHttp.POD_METRICS).body()).isEqualTo(first);
        clock.advance(Duration.ofSeconds(15));
        String second = http.get(DemoHttp.POD_METRICS).body();
        assertThat(second).isNotEqualTo(first);
        cluster.tick();
        assertThat(http.get(DemoHttp.POD_METRICS).body()).isNotEqualTo(second);
    }

    @Test
    void twoClustersOfOneSeedSayTheSame() {
        try (DemoCluster twin = DemoCluster.start(vertx, DemoOptions.defaults(), clock)) {
            DemoHttp other = new DemoHttp(twin);

            assertThat(other.get(DemoHttp.POD_METRICS).body())
                    .isEqualTo(http.get(DemoHttp.POD_METRICS).body());
            assertThat(other.get(DemoHttp.NODE_METRICS).body())
                    .isEqualTo(http.get(DemoHttp.NODE_METRICS).body());
            assertThat(other.get(DemoHttp.PODS).body())
                    .isEqualTo(http.get(DemoHttp.PODS).body());
        }
    }

    @Test
    void aDeletedPodIsGoneAtOnceAndANewOneComesWithTheNextTick() {
        Set<String> before = names();
        cluster.churn(5);
        Set<String> after = names();

        assertThat(after).hasSize(before.size() - 5).isSubsetOf(before);
        cluster.tick();
        assertThat(names()).hasSize(before.size()).isNotEqualTo(before);
    }

    @Test
    void theTimeOfASampleLiesWithinTheResolution() {
        clock.advance(Duration.ofMinutes(5));
        long now = clock.instant().getEpochSecond();

        for (JsonNode item : http.json(DemoHttp.POD_METRICS).path("items")) {
            long sampled = Instant.parse(item.path("timestamp").asText()).getEpochSecond();
            assertThat(now - sampled).isBetween(0L, 14L);
            assertThat(item.path("window").asText()).matches("(10|20|14\\.\\d{3})s");
            assertThat(item.at("/metadata/creationTimestamp").asText())
                    .isEqualTo(clock.instant().toString());
        }
    }

    @Test
    void singleObjectsAgreeWithTheLists() {
        JsonNode listed = http.json(DemoHttp.NODE_METRICS).path("items").get(0);
        JsonNode single = http.json(
                DemoHttp.NODE_METRICS + "/" + listed.at("/metadata/name").asText());

        assertThat(single.path("kind").asText()).isEqualTo("NodeMetrics");
        assertThat(single.path("usage")).isEqualTo(listed.path("usage"));
        JsonNode pod = http.json("/apis/metrics.k8s.io/v1beta1/namespaces/team-a/pods/postgres-0");
        assertThat(pod.path("kind").asText()).isEqualTo("PodMetrics");
        assertThat(pod.path("containers")).hasSize(2);
    }

    @Test
    void podsAreReplacedByThemselvesIfThatIsAskedFor() {
        DemoOptions options = DemoOptions.change().churnPerMinute(300).done();
        try (DemoCluster restless = DemoCluster.start(vertx, options, clock)) {
            List<DemoPod> before = restless.pods();

            await().untilAsserted(() -> assertThat(restless.pods()).isNotEqualTo(before));
            assertThat(restless.pods()).hasSameSizeAs(before);
        }
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        http.json(DemoHttp.POD_METRICS)
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/namespace").asText() + "/"
                        + item.at("/metadata/name").asText()));
        return names;
    }
}
