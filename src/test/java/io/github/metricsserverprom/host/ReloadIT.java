// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of edits, of requests under way and of timers when routes are replaced. */
class ReloadIT {

    /** The promise is two seconds; a busy machine gets more, so that this tests behaviour and not speed. */
    private static final Duration LIVE = Duration.ofSeconds(20);

    private static final String PROBE =
            """
            - route:
                id: probe
                from:
                  uri: platform-http:/probe
                  steps:
                    - setBody:
                        constant: "%s"
            """;

    @TempDir
    private Path home;

    private RunningExporter exporter;

    @BeforeEach
    void start() throws Exception {
        RunningExporter.install(home);
        exporter = RunningExporter.start(home);
    }

    @AfterEach
    void stop() {
        exporter.close();
    }

    private void awaitProbe(String text) {
        await().atMost(LIVE)
                .ignoreExceptions()
                .until(() -> exporter.get(exporter.scrape("/probe")).body().equals(text));
    }

    private String readyz() throws Exception {
        return exporter.get(exporter.scrape("/readyz")).body();
    }

    @Test
    void aNewAChangedARenamedAndADeletedFileAreNoticed() throws Exception {
        Path probe = exporter.route("probe.camel.yaml");
        Files.writeString(probe, PROBE.formatted("new"));
        awaitProbe("new");
        Files.writeString(probe, PROBE.formatted("changed"));
        awaitProbe("changed");
        Path written = Files.writeString(exporter.route(".probe.swp"), PROBE.formatted("by rename"));
        Files.move(written, probe, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        awaitProbe("by rename");
        Path renamed = exporter.route("other.camel.yaml");
        Files.move(probe, renamed);
        await().atMost(LIVE).until(() -> exporter.self("metrics_server_prom_config_reloads_total") >= 5);
        awaitProbe("by rename");
        Files.delete(renamed);
        await().atMost(LIVE).until(() -> exporter.get(exporter.scrape("/probe")).statusCode() == 404);
        assertThat(exporter.self("metrics_server_prom_config_reload_failures_total"))
                .isZero();
    }

    @Test
    void aFileOfWhichHalfIsWrittenChangesNothingUntilItIsWhole() throws Exception {
        Path probe = exporter.route("probe.camel.yaml");
        String whole = PROBE.formatted("whole");
        Files.writeString(probe, whole.substring(0, whole.indexOf("steps:") + 3));
        await().atMost(LIVE).until(() -> readyz().contains("probe.camel.yaml:"));
        assertThat(exporter.get(exporter.scrape("/metrics")).statusCode()).isEqualTo(200);
        assertThat(exporter.self("metrics_server_prom_config_last_reload_successful"))
                .isZero();
        Files.writeString(probe, whole);
        awaitProbe("whole");
        assertThat(readyz()).isEqualTo("ready\n");
        assertThat(exporter.self("metrics_server_prom_config_last_reload_successful"))
                .isEqualTo(1);
    }

    @Test
    void aMistakeThatIsTakenBackIsForgotten() throws Exception {
        Path file = exporter.route("metrics.camel.yaml");
        String good = Files.readString(file);
        Files.writeString(file, good.replace("ref: prometheus", "ref: nothing"));
        await().atMost(LIVE).until(() -> readyz().contains("no bean is named nothing"));
        Files.writeString(file, good);
        await().atMost(LIVE).until(() -> readyz().equals("ready\n"));
        assertThat(exporter.get(exporter.management("/metrics")).body())
                .contains("metrics_server_prom_config_info{generation=\"1\",");
    }

    @Test
    void aFolderThatVanishesAndReturnsCostsNothing() throws Exception {
        Path away = home.resolve("away");
        Files.move(exporter.routes(), away);
        await().atMost(LIVE).until(() -> readyz().contains("no such folder"));
        assertThat(exporter.get(exporter.scrape("/metrics")).statusCode()).isEqualTo(200);
        Files.move(away, exporter.routes());
        await().atMost(LIVE).until(() -> readyz().equals("ready\n"));
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Path link = Files.createSymbolicLink(exporter.route("lost.camel.yaml"), home.resolve("nowhere"));
        await().atMost(LIVE).until(() -> readyz().contains("lost.camel.yaml: it went away, or is a link to nothing"));
        assertThat(exporter.get(exporter.scrape("/metrics")).statusCode()).isEqualTo(200);
        Files.delete(link);
        await().atMost(LIVE).until(() -> readyz().equals("ready\n"));
    }

    @Test
    void anEditOfTheSettingsIsLiveAndOneThatNeedsARestartIsTold() throws Exception {
        Path file = exporter.properties();
        String good = Files.readString(file);
        Files.writeString(
                file,
                good.replace("exporter.original-names=original", "exporter.original-names=off")
                        .replace("demo.seed=1", "demo.seed=2"));
        await().atMost(LIVE)
                .until(() ->
                        !exporter.get(exporter.scrape("/metrics")).body().contains("kube_metrics_server_nodes_cpu"));
        String notice = "demo.seed is now '2', the program runs with '1'; restart it";
        await().atMost(LIVE).until(() -> readyz().contains(notice));
        assertThat(exporter.get(exporter.scrape("/")).body()).contains("demo.seed is now");
        Files.writeString(file, good);
        await().atMost(LIVE).until(() -> readyz().equals("ready\n"));
    }

    @Test
    void aRequestUnderWayEndsOnTheRoutesThatItStartedOn() throws Exception {
        Path probe = exporter.route("probe.camel.yaml");
        String slow =
                PROBE.formatted("old").replace("steps:\n", "steps:\n        - delay:\n            constant: 3000\n");
        Files.writeString(probe, slow);
        assertThat(exporter.reload().statusCode()).isEqualTo(200);
        CompletableFuture<HttpResponse<String>> old = exporter.later(exporter.scrape("/probe"));
        Files.writeString(probe, PROBE.formatted("new"));
        assertThat(exporter.reload().statusCode()).isEqualTo(200);
        assertThat(exporter.get(exporter.scrape("/probe")).body()).isEqualTo("new");
        assertThat(old).isNotDone();
        assertThat(old.get().statusCode()).isEqualTo(200);
        assertThat(old.get().body()).isEqualTo("old");
    }

    @Test
    void aTimerNeverRunsTwiceAtOnceAndGoesOnWhenTheSwitchFails() throws Exception {
        Path log = home.resolve("log");
        Path timer = exporter.route("timer.camel.yaml");
        Files.writeString(timer, timer(log, "one"));
        assertThat(exporter.reload().statusCode()).isEqualTo(200);
        awaitLine(log, "end one", 2);
        Files.writeString(timer, timer(log, "two"));
        assertThat(exporter.reload().statusCode()).isEqualTo(200);
        awaitLine(log, "end two", 2);
        Path broken = exporter.route("broken.camel.yaml");
        Files.writeString(
                broken,
                """
                - route:
                    id: zz-broken
                    from:
                      uri: file:/does/not/exist
                      parameters:
                        autoCreate: "false"
                        startingDirectoryMustExist: "true"
                      steps:
                        - log: "read"
                """);
        HttpResponse<String> refused = exporter.reload();
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("broken.camel.yaml:4: route zz-broken cannot start: ");
        long before = lines(log).filter("end two"::equals).count();
        awaitLine(log, "end two", before + 2);
        List<String> all = lines(log).toList();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            assertThat(List.of(all.get(i), all.get(i + 1)))
                    .as("line %s of %s", i, all)
                    .isIn(List.of("start one", "end one"), List.of("start two", "end two"));
        }
        assertThat(all.lastIndexOf("end one")).isLessThan(all.indexOf("start two"));
    }

    private static String timer(Path log, String name) {
        return """
                - route:
                    id: ticking
                    from:
                      uri: timer:tick
                      parameters:
                        period: 20
                      steps:
                        - setBody:
                            constant: "start NAME"
                        - to: "file:FOLDER?fileName=ticks&fileExist=Append&appendChars=\\\\n"
                        - delay:
                            constant: 150
                        - setBody:
                            constant: "end NAME"
                        - to: "file:FOLDER?fileName=ticks&fileExist=Append&appendChars=\\\\n"
                """
                .replace("NAME", name)
                .replace("FOLDER", log.toString());
    }

    private static Stream<String> lines(Path log) throws Exception {
        Path file = log.resolve("ticks");
        return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.empty();
    }

    private static void awaitLine(Path log, String line, long times) {
        await().atMost(LIVE).until(() -> lines(log).filter(line::equals).count() >= times);
    }

    @Test
    void countersOfRoutesGoOnAndSeriesDoNotMultiply() throws Exception {
        String requests =
                "camel_exchanges_total{camelContext=\"metrics-server-prom\",eventType=\"route\",kind=\"CamelRoute\",routeId=\"metrics\"}";
        Path probe = exporter.route("probe.camel.yaml");
        Files.writeString(probe, PROBE.formatted("0"));
        exporter.reload();
        scrapeBoth();
        long series = series();
        double count = exporter.self(requests);
        for (int i = 1; i <= 5; i++) {
            Files.writeString(probe, PROBE.formatted(i));
            assertThat(exporter.reload().statusCode()).isEqualTo(200);
            scrapeBoth();
        }
        assertThat(exporter.self(requests)).isEqualTo(count + 5);
        assertThat(series()).isEqualTo(series);
        Files.delete(probe);
        assertThat(exporter.reload().statusCode()).isEqualTo(200);
        assertThat(exporter.get(exporter.management("/metrics")).body()).doesNotContain("routeId=\"probe\"");
    }

    private void scrapeBoth() throws Exception {
        assertThat(exporter.get(exporter.scrape("/metrics")).statusCode()).isEqualTo(200);
        assertThat(exporter.get(exporter.scrape("/probe")).statusCode()).isEqualTo(200);
    }

    private long series() throws Exception {
        return exporter.get(exporter.management("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith("camel_") || line.startsWith("metrics_server_prom_"))
                .count();
    }
}
