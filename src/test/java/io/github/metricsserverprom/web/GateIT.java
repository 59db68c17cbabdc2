// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import static io.github.metricsserverprom.web.SecuredServer.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords, headers and limits of the web configuration file, over plain HTTP. */
class GateIT {

    private static final String HASH = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";
    private static final String ALICE = "basic_auth_users:\n  alice: " + HASH + "\n";

    @TempDir
    private Path folder;

    private SecuredServer serving(String yaml) throws Exception {
        return SecuredServer.start(Files.writeString(folder.resolve("web.yml"), yaml));
    }

    @Test
    void withoutAFileEverybodyIsAnswered() throws Exception {
        try (SecuredServer server = SecuredServer.start(null)) {
            assertThat(server.get("/metrics").body()).isEqualTo("hello");
            assertThat(server.web.problem()).isEmpty();
            server.web.reload();
        }
    }

    @Test
    void onlyWhoKnowsThePasswordIsAnswered() throws Exception {
        try (SecuredServer server = serving(ALICE)) {
            HttpResponse<String> nobody = server.get("/metrics");
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.body()).isEqualTo("unauthorized: the request has no credentials that can be read\n");
            assertThat(nobody.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Basic realm=\"metrics-server-prom\", charset=\"UTF-8\"");

            HttpResponse<String> wrong = server.get("/metrics", "Authorization", basic("alice", "wrong"));
            HttpResponse<String> stranger = server.get("/metrics", "Authorization", basic("bob", "fakepassword"));
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body())
                    .isEqualTo("unauthorized: wrong user or password\n")
                    .isEqualTo(stranger.body());
            assertThat(stranger.statusCode()).isEqualTo(401);

            assertThat(server.get("/metrics", "Authorization", basic("alice", "fakepassword"))
                            .body())
                    .isEqualTo("hello");
            assertThat(server.get("/metrics", "Authorization", "Bearer fakepassword")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(server.refused("credentials")).isEqualTo(2);
            assertThat(server.refused("password")).isEqualTo(2);
        }
    }

    @Test
    void theBodyOfARequestWaitsForTheCheck() throws Exception {
        try (SecuredServer server = serving(ALICE)) {
            String body = "x".repeat(100_000);
            assertThat(server.post("/-/reload", body, "Authorization", basic("alice", "fakepassword"))
                            .body())
                    .isEqualTo("hello" + body);
            assertThat(server.post("/-/reload", body, "Authorization", basic("alice", "no"))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/livez?verbose", "/./readyz"})
    void probesNeedNoPassword(String path) throws Exception {
        try (SecuredServer server = serving(ALICE + "rate_limit: {interval: 1h, burst: 1}\n")) {
            for (int i = 0; i < 3; i++) {
                assertThat(server.get(path).statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/metrics", "//livez/x", "/livez/x", "/livezx", "/readyz/../metrics", "/livez/%2e%2e/x"})
    void nothingElseIsAProbe(String path) throws Exception {
        try (SecuredServer server = serving(ALICE)) {
            assertThat(server.get(path).statusCode()).isEqualTo(401);
            assertThat(server.post("/livez", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void usersChangeWithTheFileAndABrokenFileChangesNothing() throws Exception {
        try (SecuredServer server = serving(ALICE)) {
            String alice = basic("alice", "fakepassword");
            String bob = basic("bob", "fakepassword");
            assertThat(server.get("/", "Authorization", alice).statusCode()).isEqualTo(200);

            Files.writeString(folder.resolve("web.yml"), "basic_auth_users:\n  bob: " + HASH + "\n");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.get("/", "Authorization", bob).statusCode() == 200);
            assertThat(server.get("/", "Authorization", alice).statusCode()).isEqualTo(401);

            Files.writeString(folder.resolve("web.yml"), "basic_auth_users:\n  bob: no hash\n");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !server.web.problem().isEmpty());
            assertThat(server.get("/", "Authorization", bob).statusCode()).isEqualTo(200);
            assertThat(server.get("/").statusCode()).isEqualTo(401);

            Files.delete(folder.resolve("web.yml"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.web.problem().endsWith("web.yml: no such file"));
            assertThat(server.get("/").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aFloodOfGuessesIsTurnedAwayAndWhoIsKnownIsAnsweredMeanwhile() throws Exception {
        try (SecuredServer server = serving(ALICE + "  bob: " + HASH + "\n")) {
            String bob = basic("bob", "fakepassword");
            assertThat(server.get("/", "Authorization", bob).statusCode()).isEqualTo(200);
            List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                flood.add(server.getLater("/", "Authorization", basic("alice", "guess " + i)));
            }
            HttpResponse<String> known = server.get("/", "Authorization", bob);

            assertThat(known.statusCode()).isEqualTo(200);
            List<HttpResponse<String>> answers =
                    flood.stream().map(CompletableFuture::join).toList();
            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(401, 503);
            HttpResponse<String> busy = answers.stream()
                    .filter(answer -> answer.statusCode() == 503)
                    .findFirst()
                    .orElseThrow();
            assertThat(busy.body()).isEqualTo("unavailable: too many credentials are being checked; try again\n");
            assertThat(busy.headers().firstValue("Retry-After")).contains("1");
            assertThat(server.refused("busy")).isPositive();
        }
    }

    @Test
    void requestsAreLimited() throws Exception {
        try (SecuredServer server = serving("rate_limit: {interval: 1h, burst: 2}\n")) {
            assertThat(server.get("/").statusCode()).isEqualTo(200);
            assertThat(server.get("/").statusCode()).isEqualTo(200);
            HttpResponse<String> third = server.get("/");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body())
                    .isEqualTo("too many requests: the web configuration file limits them (rate_limit)\n");
            assertThat(server.refused("rate")).isEqualTo(1);
        }
    }

    @Test
    void configuredHeadersAreOnEveryAnswerAndWinOverThoseOfAPage() throws Exception {
        String yaml = ALICE + "http_server_config:\n  headers:\n    Content-Security-Policy: default-src 'self'\n"
                + "    X-Frame-Options: deny\n    X-XSS-Protection: \"0\"\n";
        try (SecuredServer server = serving(yaml)) {
            for (HttpResponse<String> answer : List.of(
                    server.get("/page", "Authorization", basic("alice", "fakepassword")),
                    server.get("/page"),
                    server.get("/livez"))) {
                assertThat(answer.headers().allValues("Content-Security-Policy"))
                        .containsExactly("default-src 'self'");
                assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("deny");
                assertThat(answer.headers().allValues("X-XSS-Protection")).containsExactly("0");
                assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
                assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
            }
        }
        try (SecuredServer server = SecuredServer.start(null)) {
            assertThat(server.get("/page").headers().allValues("Content-Security-Policy"))
                    .containsExactly("default-src 'none'");
        }
    }
}
