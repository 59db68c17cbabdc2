// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a demo cluster in a process of its own, with control paths under {@code /demo/}. For benchmarks. */
@Command(
        name = "demo-cluster",
        mixinStandardHelpOptions = true,
        description = "Serves a simulated Kubernetes API until it is stopped.")
public final class DemoMain implements Callable<Integer> {
    private static final DemoOptions DEFAULTS = DemoOptions.defaults();

    @Option(names = "--nodes", description = "Number of nodes (default: 3).")
    private int nodes = DEFAULTS.nodes();

    @Option(names = "--pods-per-node", description = "Number of pods for each node (default: 13).")
    private int podsPerNode = DEFAULTS.podsPerNode();

    @Option(names = "--seed", description = "The same seed gives the same cluster (default: 1).")
    private long seed = DEFAULTS.seed();

    @Option(names = "--resolution", description = "Seconds between two samples (default: 15).")
    private int resolution = (int) DEFAULTS.resolution().toSeconds();

    @Option(names = "--churn-per-minute", description = "Pods replaced per minute (default: 0).")
    private int churnPerMinute = DEFAULTS.churnPerMinute();

    @Option(names = "--host", description = "Address to listen on (default: 127.0.0.1).")
    private String host = DEFAULTS.host();

    @Option(names = "--port", description = "Port to listen on, 0 for any (default: 0).")
    private int port = DEFAULTS.port();

    @Option(names = "--lean-pods", description = "Leaves out the parts of pods that make up most of their size.")
    private boolean leanPods;

    @Option(names = "--token", description = "Bearer token to demand; may be given more than once.")
    private List<String> tokens = List.of();

    @Option(names = "--tls", description = "Serves HTTPS with a certificate made for this run (needs keytool).")
    private boolean tls;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Writes a kubeconfig that leads here.")
    private Path kubeconfig;

    @Spec
    private CommandSpec spec;

    private DemoMain() {}

    /** Starts the program; exit code 2 for wrong arguments, 1 if the cluster cannot start. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new DemoMain()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoOptions options = options();
        PrintWriter out = spec.commandLine().getOut();
        Vertx vertx = Vertx.vertx();
        DemoCluster cluster = DemoCluster.start(vertx, options, Clock.systemUTC(), new ControlPaths(vertx)::before);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
        if (kubeconfig != null) {
            Files.writeString(kubeconfig, cluster.kubeconfig());
        }
        out.println("Demo cluster ready at " + cluster.uri() + " nodes=" + options.nodes() + " pods="
                + options.nodes() * options.podsPerNode());
        out.flush();
        stopped.await();
        return 0;
    }

    private DemoOptions options() throws IOException {
        DemoOptions.Change options = DemoOptions.change()
                .nodes(nodes)
                .podsPerNode(podsPerNode)
                .seed(seed)
                .resolution(Duration.ofSeconds(resolution))
                .churnPerMinute(churnPerMinute)
                .host(host)
                .port(port)
                .realisticPods(!leanPods)
                .tokens(tokens.toArray(String[]::new));
        if (tls) {
            Path folder = Files.createTempDirectory("demo-cluster-tls");
            options.tls(SelfSigned.create(folder, Optional.empty()));
        }
        return options.done();
    }
}
