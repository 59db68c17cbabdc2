// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The program ends while credentials are being renewed: quietly, and nothing stays behind. */
class ClosingIT {

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Logger root;

    @BeforeEach
    void listen() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger("ROOT");
        log.setContext(context);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void unlisten() {
        root.detachAppender(log);
    }

    @Test
    void aPluginThatStillRunsIsEnded() throws Exception {
        TestKubeconfig.script(
                folder.resolve("plugin"),
                "#!/bin/sh\necho $$ > \"$0.begun\"\nmv \"$0.begun\" \"$0.pid\"\nexec sleep 60\n");
        Path pid = folder.resolve("plugin.pid");
        Vertx vertx = Vertx.vertx();
        ClusterAccess access =
                access("{exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1}}", vertx);
        Thread reader = reader(access);
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(pid));
        ProcessHandle plugin =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

        access.close();
        end(vertx);

        plugin.onExit().get(10, TimeUnit.SECONDS);
        reader.join(10_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(complaints()).isEmpty();
    }

    @RepeatedTest(20)
    void aLookAtTheFilesEndsBeforeTheEventLoops() throws Exception {
        Vertx vertx = Vertx.vertx();
        ClusterAccess access = access("{token: a}", vertx);
        Thread reader = reader(access);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(10_000))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().startsWith("kubernetes-access")));

        access.close();
        end(vertx);

        reader.join(10_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(complaints()).isEmpty();
    }

    private ClusterAccess access(String user, Vertx vertx) throws Exception {
        Path config = TestKubeconfig.write(
                folder.resolve("config"), TestKubeconfig.text("{server: 'http://127.0.0.1:9'}", user));
        return ClusterAccess.open(TestKubeconfig.settings(config), vertx);
    }

    private static Thread reader(ClusterAccess access) {
        Thread reader = new Thread(() -> access.client().top().nodes().metrics());
        reader.setUncaughtExceptionHandler((thread, failure) -> {});
        reader.start();
        return reader;
    }

    private static void end(Vertx vertx) throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private List<String> complaints() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
