// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import static io.github.metricsserverprom.web.SecuredServer.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.demo.Fault;
import io.github.metricsserverprom.kubernetes.AccessSettings;
import io.github.metricsserverprom.kubernetes.ClusterAccess;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bearer tokens, looked at by a simulated cluster. */
class CallerReviewsIT {

    private static final String PROMETHEUS = "Bearer prometheus-token";
    private static final String AUDIENCE = "https://kubernetes.default.svc.cluster.local";

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private DemoCluster cluster;
    private ClusterAccess access;
    private CallerReviews reviews;
    private SecuredServer server;

    @BeforeEach
    void start() throws Exception {
        cluster = DemoCluster.start(
                vertx, DemoOptions.change().tokens("exporters-own-token").done(), InstantSource.system());
        cluster.serviceAccount("prometheus-token", "monitoring", "prometheus", Set.of("/metrics"));
        cluster.serviceAccount("nobody-token", "default", "default", Set.of());
        cluster.serviceAccount("all-token", "kube-system", "admin", Set.of("*"));
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        access = ClusterAccess.open(AccessSettings.of(Map.of(), kubeconfig), vertx);
        reviews = new CallerReviews(new ReviewApi(access.client(), UpstreamMetrics.NONE), now::get);
        server = SecuredServer.start(null);
        server.tokens.set(Optional.of(new TokenAccess(reviews, List.of())));
    }

    @AfterEach
    void stop() {
        server.close();
        access.close();
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int status(String path, String authorization) throws Exception {
        return server.get(path, "Authorization", authorization).statusCode();
    }

    private long asked(DemoTarget target) {
        return cluster.traffic().of(target).requests();
    }

    @Test
    void whoHasNoTokenIsToldSo() throws Exception {
        HttpResponse<String> answer = server.get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"metrics-server-prom\"");
        assertThat(status("/metrics", basic("alice", "secret"))).isEqualTo(401);
        assertThat(asked(DemoTarget.TOKEN_REVIEWS)).isZero();
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void theClusterDecidesWhoMayReadWhat() throws Exception {
        assertThat(server.get("/metrics", "Authorization", PROMETHEUS).body()).isEqualTo("hello");
        assertThat(status("/metrics?context=a", PROMETHEUS)).isEqualTo(200);
        assertThat(status("/metrics/", PROMETHEUS)).isEqualTo(200);
        assertThat(status("/%6detrics", PROMETHEUS)).isEqualTo(200);
        assertThat(status("/snapshot", PROMETHEUS)).isEqualTo(403);
        assertThat(status("/metrics/../snapshot", PROMETHEUS)).isEqualTo(403);
        assertThat(status("/", PROMETHEUS)).isEqualTo(403);
        assertThat(status("/metrics", "Bearer nobody-token")).isEqualTo(403);
        assertThat(status("/snapshot", "Bearer all-token")).isEqualTo(200);
        assertThat(status("/anything", "Bearer exporters-own-token")).isEqualTo(200);

        HttpResponse<String> unknown = server.get("/metrics", "Authorization", "Bearer nonsense");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo("unauthorized: the cluster does not know the bearer token\n");
        assertThat(unknown.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"metrics-server-prom\", error=\"invalid_token\"");
        assertThat(server.refused("rights")).isEqualTo(4);
        assertThat(server.refused("token")).isEqualTo(1);
    }

    @Test
    void headIsAllowedToWhoMayGetAndPostIsNot() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        URI uri = server.uri("/metrics");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", PROMETHEUS);

        assertThat(client.send(
                                request.method("HEAD", HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.post("/metrics", "", "Authorization", PROMETHEUS).statusCode())
                .isEqualTo(403);
        assertThat(server.post("/-/reload", "", "Authorization", "Bearer exporters-own-token")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatTheClusterSaidIsRememberedForAWhile() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(status("/metrics", PROMETHEUS)).isEqualTo(200);
            assertThat(status("/snapshot", PROMETHEUS)).isEqualTo(403);
            assertThat(status("/metrics", "Bearer nonsense")).isEqualTo(401);
        }
        assertThat(asked(DemoTarget.TOKEN_REVIEWS)).isEqualTo(2);
        assertThat(asked(DemoTarget.SUBJECT_REVIEWS)).isEqualTo(2);

        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(status("/metrics", PROMETHEUS)).isEqualTo(200);
        assertThat(status("/snapshot", PROMETHEUS)).isEqualTo(403);
        assertThat(status("/metrics", "Bearer nonsense")).isEqualTo(401);
        assertThat(asked(DemoTarget.TOKEN_REVIEWS)).as("a minute for tokens").isEqualTo(4);
        assertThat(asked(DemoTarget.SUBJECT_REVIEWS))
                .as("half a minute for a no, five for a yes")
                .isEqualTo(3);
    }

    static List<Arguments> failures() {
        String tokenReviews = "nobody new is let in, the cluster cannot be asked about bearer tokens: tokenreviews: ";
        String subjectReviews =
                "nobody new is let in, the cluster cannot be asked about bearer tokens: subjectaccessreviews: ";
        return List.of(
                Arguments.of(
                        DemoTarget.TOKEN_REVIEWS,
                        Fault.reply(403, "application/json", "{\"message\":\"tokenreviews is forbidden\"}"),
                        tokenReviews
                                + "SERVER forbids it (403, tokenreviews is forbidden); let the exporter's user create"
                                + " tokenreviews (src/deploy/kubernetes/components/kubernetes-auth)"),
                Arguments.of(
                        DemoTarget.SUBJECT_REVIEWS,
                        Fault.reply(403, "text/plain", "no"),
                        subjectReviews
                                + "SERVER forbids it (403, no); let the exporter's user create subjectaccessreviews"
                                + " (src/deploy/kubernetes/components/kubernetes-auth)"),
                Arguments.of(
                        DemoTarget.TOKEN_REVIEWS,
                        Fault.reply(500, "text/plain", "boom"),
                        tokenReviews + "SERVER answers with status 500 (boom); look at the log of the API server"),
                Arguments.of(
                        DemoTarget.TOKEN_REVIEWS,
                        Fault.reply(404, "text/plain", "404 page not found"),
                        tokenReviews
                                + "SERVER does not know it (404, 404 page not found); check that the server is an API"
                                + " server and is well"),
                Arguments.of(
                        DemoTarget.TOKEN_REVIEWS,
                        Fault.reply(200, "text/html", "<html>welcome</html>"),
                        tokenReviews + "the answer of SERVER is not JSON; look at proxies before it"),
                Arguments.of(
                        DemoTarget.SUBJECT_REVIEWS,
                        Fault.reply(200, "application/json", "{\"allowed\":true}"),
                        subjectReviews + "the answer of SERVER has no status; check that it is an API server"),
                Arguments.of(
                        DemoTarget.TOKEN_REVIEWS,
                        Fault.reset(Fault.Where.BEFORE_HEADERS),
                        tokenReviews
                                + "SERVER: the connection ended before the answer did; look at the API server and at"
                                + " proxies and load balancers on the way"),
                Arguments.of(
                        DemoTarget.TOKEN_REVIEWS,
                        Fault.hang(Fault.Where.BEFORE_HEADERS),
                        tokenReviews + "SERVER: no answer in time; raise the deadline or look at the load of the API"
                                + " server"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whenTheClusterCannotBeAskedNobodyNewIsLetInAndTheReasonIsTold(DemoTarget target, Fault fault, String problem)
            throws Exception {
        assertThat(status("/metrics", "Bearer all-token")).isEqualTo(200);
        cluster.faults().set(target, fault);

        HttpResponse<String> answer = server.get("/metrics", "Authorization", PROMETHEUS);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo(
                        "unavailable: the cluster cannot be asked about the bearer token; the log of the exporter says"
                                + " why\n");
        assertThat(reviews.problem())
                .isEqualTo(problem.replace("SERVER", cluster.uri().toString()));
        assertThat(status("/metrics", "Bearer all-token")).as("who is known").isEqualTo(200);

        cluster.faults().clear();
        assertThat(status("/metrics", PROMETHEUS)).isEqualTo(200);
        assertThat(reviews.problem()).isEmpty();
    }

    @Test
    void aTokenMustBeForOneOfTheAudiencesThatAreAskedFor() throws Exception {
        server.tokens.set(Optional.of(new TokenAccess(reviews, List.of("metrics-server-prom"))));
        assertThat(status("/metrics", PROMETHEUS)).isEqualTo(401);

        server.tokens.set(Optional.of(new TokenAccess(reviews, List.of("metrics-server-prom", AUDIENCE))));
        assertThat(status("/metrics", PROMETHEUS)).isEqualTo(200);

        // An API server that does not look at audiences says nothing of them.
        cluster.faults()
                .set(
                        DemoTarget.TOKEN_REVIEWS,
                        Fault.reply(
                                201,
                                "application/json",
                                "{\"status\":{\"authenticated\":true,\"user\":{\"username\":\"demo\"}}}"));
        assertThat(status("/metrics", "Bearer another")).isEqualTo(401);
    }

    @Test
    void aFloodOfTokensReachesTheClusterInBoundedNumber() throws Exception {
        cluster.faults().set(DemoTarget.TOKEN_REVIEWS, Fault.latency(Duration.ofSeconds(1)));
        List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            flood.add(server.getLater("/metrics", "Authorization", "Bearer guess-" + i));
        }
        List<Integer> answers = flood.stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode)
                .toList();

        assertThat(answers).containsOnly(401, 503);
        assertThat(cluster.traffic().of(DemoTarget.TOKEN_REVIEWS).mostOpen()).isLessThanOrEqualTo(32);
        cluster.faults().clear();
        await().until(() -> status("/metrics", PROMETHEUS) == 200);
    }

    @Test
    void whereBothAreAskedForEitherWillDo() throws Exception {
        server.close();
        String hash = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";
        server = SecuredServer.start(
                Files.writeString(folder.resolve("web.yml"), "basic_auth_users:\n  alice: " + hash + "\n"));
        server.tokens.set(Optional.of(new TokenAccess(reviews, List.of())));

        assertThat(status("/snapshot", basic("alice", "fakepassword"))).isEqualTo(200);
        assertThat(status("/metrics", PROMETHEUS)).isEqualTo(200);
        assertThat(status("/snapshot", PROMETHEUS)).isEqualTo(403);
        assertThat(server.get("/metrics").headers().allValues("WWW-Authenticate"))
                .containsExactly(
                        "Basic realm=\"metrics-server-prom\", charset=\"UTF-8\"",
                        "Bearer realm=\"metrics-server-prom\"");
    }
}
