// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.metricsserverprom.testing.ExporterProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that only look at routes, and the signal that has them loaded. */
class CommandsIT {

    @TempDir
    private Path home;

    /** Exit code and output, without an environment: no kubeconfig, no cluster. */
    private String run(String command, String... more) {
        StringWriter out = new StringWriter();
        var line = new ExporterCommand(Map.of(), new Properties()).commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        String[] arguments = new String[more.length + 5];
        arguments[0] = command;
        arguments[1] = "--routes";
        arguments[2] = home.resolve("routes").toString();
        arguments[3] = "--config";
        arguments[4] = home.resolve("application.properties").toString();
        System.arraycopy(more, 0, arguments, 5, more.length);
        int exit = line.execute(arguments);
        return exit + "\n" + out.toString().replace(home + "/", "");
    }

    private void edit(String file, String from, String to) throws Exception {
        Path path = home.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    @Test
    void theShippedFilesPassTheCheck() throws Exception {
        RunningExporter.install(home);
        assertThat(run("check")).startsWith("0\nOK: ").contains("files of routes in", "settings in");
    }

    @Test
    void theCheckNamesFilesThatAreNotLoaded() throws Exception {
        RunningExporter.install(home);
        Files.writeString(home.resolve("routes/mine.yaml"), "- route: {}");
        Files.writeString(home.resolve("routes/notes.txt"), "not a route");
        assertThat(run("check").lines())
                .startsWith("0", "warning: routes/mine.yaml: not loaded, since its name does not end in .camel.yaml")
                .hasSize(3);
    }

    @Test
    void theCheckListsEveryFindingOnce() throws Exception {
        RunningExporter.install(home);
        edit("application.properties", "exporter.timeout=10s", "exporter.timeout=soon");
        edit("routes/metrics.camel.yaml", "    description:", "    descripton:");
        edit("routes/metrics.camel.yaml", "ref: prometheus", "reff: prometheus");
        edit("routes/nodes.camel.yaml", "mode:", "mde:");
        edit("routes/pod-metrics.camel.yaml", "operation:", "operatoin:");
        assertThat(run("check").lines())
                .containsExactlyInAnyOrder(
                        "1",
                        "application.properties:30: exporter.timeout is 'soon', expected a time such as 500ms, 10s or 1m",
                        "routes/metrics.camel.yaml:6: unknown field descripton of route; did you mean description?",
                        "routes/metrics.camel.yaml:40: unknown field reff of bean; did you mean ref?",
                        "routes/nodes.camel.yaml:17: unknown option mde of kubernetes-metrics; did you mean mode?",
                        "routes/pod-metrics.camel.yaml:16: unknown option operatoin of kubernetes-metrics; did you mean"
                                + " operation?");
    }

    @Test
    void theCheckDoesNotMissTheBeansOfAFileThatItCannotRead() throws Exception {
        RunningExporter.install(home);
        edit("routes/beans.camel.yaml", "- beans:", "beans:");
        edit("routes/snapshot.camel.yaml", "library:", "libary:");
        assertThat(run("check").lines())
                .containsExactly(
                        "1",
                        "routes/beans.camel.yaml:2: this is a mapping, expected a list; begin each item with '- ', for"
                                + " instance '- route:'",
                        "routes/snapshot.camel.yaml:23: unknown field libary of json; did you mean library?");
    }

    @Test
    void theCheckEndsWithARouteThatHasNoIdAndCannotBeBuilt() throws Exception {
        RunningExporter.install(home);
        edit("routes/snapshot.camel.yaml", "    id: snapshot\n", "    autoStartup: sometimes\n");
        assertThat(run("check").lines())
                .containsExactly(
                        "1", "routes/snapshot.camel.yaml:3: autoStartup is 'sometimes', expected true or false");
    }

    @Test
    void theRoutesArePrintedAsTextAndAsAChart() throws Exception {
        RunningExporter.install(home);
        assertThat(run("routes"))
                .startsWith("0\n")
                .contains(
                        """
                        cluster  (routes/cluster.camel.yaml:5)
                          Reads node metrics, pod metrics and facts in parallel and joins them to a snapshot; a failed\
                         read is part of the result.
                          from direct:cluster
                            multicast  [read-and-join]
                              to direct:node-metrics
                              to direct:pod-metrics
                              to direct:pods
                              to direct:nodes
                        """,
                        "    bean prometheus.render  [render-page]\n",
                        "    to kubernetes-metrics:client  [list-pods]\n");
        assertThat(run("routes", "--format", "mermaid"))
                .startsWith("0\nflowchart LR\n")
                .contains("  subgraph metrics\n    direction TB\n", "([\"platform-http:/metrics\"])", " -.-> ");
    }

    @Test
    void theSignalHupLoadsTheRoutes() throws Exception {
        RunningExporter.install(home);
        try (ExporterProcess exporter =
                ExporterProcess.start(home, Map.of(), "--demo").awaitServing()) {
            new ProcessBuilder("kill", "-HUP", Long.toString(exporter.process().pid()))
                    .start()
                    .waitFor();
            await().atMost(Duration.ofSeconds(20)).until(() -> exporter.getManagement("/metrics")
                    .body()
                    .contains("\nmetrics_server_prom_config_reloads_total 2.0\n"));
        }
    }
}
