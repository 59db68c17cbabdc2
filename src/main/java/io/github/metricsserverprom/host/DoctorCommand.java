// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.kubernetes.Check;
import io.github.metricsserverprom.kubernetes.StartupReport;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: prints what the program would find at its start, one line for each check, without serving anything. */
@Command(
        name = "doctor",
        description = "Checks the way to the cluster: kubeconfig, context, user, server, metrics API and rights.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 all is well, 1 something fails, 2 wrong command line."})
public final class DoctorCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Properties system;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file (default: ${DEFAULT-VALUE}, which may be missing).",
            defaultValue = Installation.DEFAULT_CONFIG)
    private Path config;

    /**
     * The command with its surroundings.
     *
     * @param environment environment variables
     * @param system      system properties
     */
    public DoctorCommand(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Settings settings = settings();
            Logging.configure(settings);
            List<StartupReport> reports = reports(settings);
            for (int i = 0; i < reports.size(); i++) {
                out.print(i == 0 ? "" : "\n");
                reports.get(i).checks().stream().map(Check::line).forEach(out::println);
            }
            return reports.stream().allMatch(StartupReport::ok) ? 0 : 1;
        } catch (ConfigException e) {
            if (e.getCause() instanceof AccessException failure) {
                StartupReport.of(failure).checks().stream().map(Check::line).forEach(out::println);
            } else {
                out.println(e.getMessage());
            }
            return 1;
        }
    }

    /** A report for each context that the program would serve, the chosen one first. */
    private List<StartupReport> reports(Settings settings) throws ConfigException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try (ClusterLink cluster = ClusterLink.open(settings, environment, vertx)) {
            return cluster.contexts().stream()
                    .map(context -> cluster.report(context, settings.reads()))
                    .toList();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Settings settings() throws ConfigException {
        try {
            String text = Files.exists(config) ? Files.readString(config) : null;
            return Settings.of(Installation.shipped(), config.toString(), text, environment, system);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + config + ": " + e.getMessage(), e);
        }
    }
}
