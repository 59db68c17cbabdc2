// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oidc auth-provider against a provider with an authority of its own. */
class OidcIT {

    private static final TestPki PKI = new TestPki("cluster");
    private static final TestPki IDP = new TestPki("provider");

    @TempDir
    private Path folder;

    private final List<String> forms = new CopyOnWriteArrayList<>();
    private final MutableClock clock = new MutableClock();
    private Vertx vertx;
    private ApiServerDouble server;
    private ApiServerDouble provider;
    private volatile String issued;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        server = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1"));
        provider = ApiServerDouble.tls(vertx, IDP.server("127.0.0.1"));
        provider.answers = this::provide;
        issued = token("second", clock.instant().plus(Duration.ofHours(1)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        provider.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void validTokenIsUsedAndRefreshedBeforeItsEndWithTheNewestRefreshToken() throws Exception {
        String first = token("first", clock.instant().plus(Duration.ofMinutes(5)));
        String before = write("id-token: " + first + ", refresh-token: r1, client-secret: s3, ");
        try (ClusterAccess access = open()) {
            read(access, first);
            assertThat(provider.requests).isEmpty();
            clock.advance(Duration.ofMinutes(5).minusSeconds(5));
            read(access, issued);
            assertThat(forms)
                    .containsExactly("grant_type=refresh_token&refresh_token=r1&client_id=kube&client_secret=s3");
            clock.advance(Duration.ofHours(2));
            issued = token("third", clock.instant().plus(Duration.ofHours(1)));
            read(access, issued);
            assertThat(forms.get(1)).contains("refresh_token=r2");
        }
        assertThat(Files.readString(folder.resolve("config"))).isEqualTo(before);
    }

    @Test
    void refusedTokenIsRefreshedOnce() throws Exception {
        String first = token("first", clock.instant().plus(Duration.ofMinutes(5)));
        write("id-token: " + first + ", refresh-token: r1, ");
        try (ClusterAccess access = open()) {
            read(access, first);
            clock.advance(Duration.ofSeconds(30));
            read(access, issued);
            assertThat(forms).hasSize(1);
        }
    }

    @Test
    void usedUpRefreshTokenIsExplained() throws Exception {
        provider.answers = request -> {
            if (request.path().startsWith("/token")) {
                request.response().setStatusCode(400).end("{\"error\":\"invalid_grant\"}");
            } else {
                provide(request);
            }
        };
        write("refresh-token: r1, ");
        try (ClusterAccess access = open()) {
            assertThatThrownBy(() -> read(access, "x"))
                    .hasRootCauseInstanceOf(AccessException.class)
                    .rootCause()
                    .hasMessage("auth-provider oidc of user test (" + folder.resolve("config")
                            + " line 12): the provider 127.0.0.1 answers 400; the refresh-token may be used up: log in"
                            + " again");
        }
    }

    @Test
    void theProviderIsAskedByWayOfTheProxyUnlessThatNeedsAPassword() throws Exception {
        provider.close();
        provider = ApiServerDouble.tls(vertx, IDP.server("idp.example"));
        provider.answers = this::provide;
        try (ProxyDouble proxy = new ProxyDouble(vertx)) {
            String text = write("refresh-token: r1, ");
            String elsewhere = text.replace("127.0.0.1:" + provider.port(), "idp.example:" + provider.port());
            TestKubeconfig.write(folder.resolve("config"), elsewhere);
            try (ClusterAccess access = open("http://127.0.0.1:" + proxy.port())) {
                read(access, issued);
            }
            assertThat(proxy.tunnels)
                    .isNotEmpty()
                    .allMatch(tunnel -> tunnel.equals("idp.example:" + provider.port() + " null"));
            try (ClusterAccess access = open("http://me:pw@127.0.0.1:" + proxy.port())) {
                assertThatThrownBy(() -> read(access, "x"))
                        .rootCause()
                        .hasMessage("auth-provider oidc of user test (" + folder.resolve("config")
                                + " line 12): the provider cannot be asked by way of http://127.0.0.1:" + proxy.port()
                                + ", which needs a password; add the host of idp-issuer-url to NO_PROXY, or use an exec"
                                + " plugin");
            }
        }
    }

    private ClusterAccess open(String httpsProxy) {
        AccessSettings settings = TestKubeconfig.settings(folder.resolve("config"))
                .change()
                .environment(Map.of("HTTPS_PROXY", httpsProxy))
                .done();
        return ClusterAccess.open(settings, vertx, clock);
    }

    private void read(ClusterAccess access, String token) {
        server.demandToken(token);
        assertThat(access.client().top().nodes().metrics().getItems()).isEmpty();
    }

    private ClusterAccess open() {
        return ClusterAccess.open(TestKubeconfig.settings(folder.resolve("config")), vertx, clock);
    }

    private String write(String tokens) throws Exception {
        String text = TestKubeconfig.text(
                "{server: 'https://127.0.0.1:" + server.port() + "', certificate-authority-data: "
                        + base64(PKI.certificate()) + "}",
                "{auth-provider: {name: oidc, config: {" + tokens
                        + "client-id: kube, idp-issuer-url: 'https://127.0.0.1:"
                        + provider.port() + "/realm/', idp-certificate-authority-data: " + base64(IDP.certificate())
                        + "}}}");
        TestKubeconfig.write(folder.resolve("config"), text);
        return text;
    }

    private void provide(HttpServerRequest request) {
        if (request.path().equals("/realm/.well-known/openid-configuration")) {
            request.response().end("{\"token_endpoint\":\"https://" + request.getHeader("Host") + "/token\"}");
            return;
        }
        request.bodyHandler(body -> {
            forms.add(body.toString());
            request.response().end("{\"id_token\":\"" + issued + "\",\"refresh_token\":\"r2\"}");
        });
    }

    private static String token(String subject, Instant end) {
        String payload = "{\"sub\":\"" + subject + "\",\"exp\":" + end.getEpochSecond() + "}";
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }
}
