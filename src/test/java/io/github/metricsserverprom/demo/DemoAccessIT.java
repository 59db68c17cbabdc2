// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bearer tokens and rights. */
class DemoAccessIT {
    private final Vertx vertx = Vertx.vertx();
    private final DemoCluster cluster =
            DemoCluster.start(vertx, DemoOptions.change().tokens("first").done(), new StepClock());
    private final DemoHttp http = new DemoHttp(cluster);

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close();
    }

    @Test
    void onlyDemandedTokensOpenTheDoorAndTheyMayChange() {
        assertThat(withToken("first").statusCode()).isEqualTo(200);
        cluster.demandTokens(Set.of("second"));

        assertThat(withToken("first").statusCode()).isEqualTo(401);
        assertThat(withToken("first").body()).isEqualTo(DemoHttp.recorded("errors/401-bad-token.body"));
        assertThat(withToken("second").statusCode()).isEqualTo(200);
        assertThat(cluster.kubeconfig()).contains("token: \"second\"");
        cluster.demandTokens(Set.of());
        assertThat(http.get(DemoHttp.POD_METRICS).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutATokenTheUserIsAnonymousAsRecorded() {
        HttpResponse<String> answer = http.get(DemoHttp.POD_METRICS);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo(DemoHttp.recorded("errors/403-no-credentials.body"));
        assertThat(http.get("/livez").body()).isEqualTo("ok");
        assertThat(http.get("/version").statusCode()).isEqualTo(200);
        assertThat(http.get("/apis").statusCode()).isEqualTo(403);
    }

    @Test
    void aDeniedReadIsForbiddenAndReviewsSaySo() {
        cluster.demandTokens(Set.of());
        cluster.faults().deny(DemoTarget.PODS_WATCH);

        assertThat(http.get(DemoHttp.PODS).statusCode()).isEqualTo(200);
        assertThat(http.get(DemoHttp.PODS + "?watch=true").statusCode()).isEqualTo(403);
        assertThat(allowed("", "pods", "watch", "")).isFalse();
        assertThat(allowed("", "pods", "list", "")).isTrue();
        cluster.faults().clear();
        assertThat(allowed("", "pods", "watch", "")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"metrics.k8s.io, pods, POD_METRICS", "'', pods, PODS"})
    void clusterWideRightsCanBeTakenAlone(String group, String resource, DemoTarget target) {
        cluster.demandTokens(Set.of());
        cluster.faults().denyClusterWide(target);
        String root = group.isEmpty() ? "/api/v1" : "/apis/" + group + "/v1beta1";
        HttpResponse<String> answer = http.get(root + "/pods");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("cannot list resource \\\"pods\\\"").contains("at the cluster scope");
        assertThat(http.get(root + "/namespaces/team-a/pods").statusCode()).isEqualTo(200);
        assertThat(allowed(group, resource, "list", "")).isFalse();
        assertThat(allowed(group, resource, "list", "team-a")).isTrue();
    }

    @Test
    void aReviewHasTheShapeOfARealOne() {
        cluster.demandTokens(Set.of());
        HttpResponse<String> answer = review("metrics.k8s.io", "nodes", "list", "");
        JsonNode review = DemoHttp.parse(answer.body());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(review.path("kind").asText()).isEqualTo("SelfSubjectAccessReview");
        assertThat(review.at("/spec/resourceAttributes/resource").asText()).isEqualTo("nodes");
        assertThat(http.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "{")
                        .statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> withToken(String token) {
        return http.get(DemoHttp.POD_METRICS, "Authorization", "Bearer " + token);
    }

    private boolean allowed(String group, String resource, String verb, String namespace) {
        return DemoHttp.parse(review(group, resource, verb, namespace).body())
                .at("/status/allowed")
                .asBoolean();
    }

    private HttpResponse<String> review(String group, String resource, String verb, String namespace) {
        return http.post(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                """
                {"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","spec":{"resourceAttributes":
                {"group":"%s","resource":"%s","verb":"%s","namespace":"%s"}}}"""
                        .formatted(group, resource, verb, namespace));
    }
}
