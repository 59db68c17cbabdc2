// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static io.github.metricsserverprom.kubernetes.TestKubeconfig.base64;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginFormsIT {

    private static final TestPki PKI = new TestPki("cluster authority");
    private static Vertx vertx;
    private static ApiServerDouble server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        server = ApiServerDouble.tls(vertx, PKI.server("127.0.0.1", "localhost"), PKI, ClientAuth.REQUEST);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void tokenIsShown() throws Exception {
        server.demandToken("inline-token");
        assertReads("{token: inline-token}", "token");
    }

    @Test
    void tokenFileIsShown() throws Exception {
        Files.writeString(folder.resolve("token"), "file-token\n");
        server.demandToken("file-token");
        assertReads("{tokenFile: token}", "token file");
    }

    @Test
    void clientCertificateIsShown() throws Exception {
        TestPki.Issued alice = PKI.client("alice");
        server.demandUser("alice");
        assertReads(
                "{client-certificate-data: " + base64(alice.certificate()) + ", client-key-data: " + base64(alice.key())
                        + "}",
                "client certificate");
    }

    private void assertReads(String user, String kind) throws Exception {
        String cluster = "{server: 'https://127.0.0.1:" + server.port() + "', certificate-authority-data: "
                + base64(PKI.certificate()) + "}";
        Path file = TestKubeconfig.write(folder.resolve("config"), TestKubeconfig.text(cluster, user));
        try (ClusterAccess access = ClusterAccess.open(TestKubeconfig.settings(file), vertx)) {
            assertThat(access.client().top().nodes().metrics().getItems()).isEmpty();
            assertThat(access.describe("test").userKind()).isEqualTo(kind);
            assertThat(access.describe("test").warnings()).isEmpty();
        }
    }
}
