// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line. Without a subcommand it runs the exporter until it is stopped. */
@Command(
        name = "metrics-server-prom",
        description = "Publishes CPU and memory of nodes and pods, from Kubernetes' metrics API, as Prometheus text on"
                + " :9100/metrics.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Settings are in application.properties; src/docs/CONFIGURATION.md describes them.",
            "Exit codes: 0 stopped, 1 the configuration cannot work, 2 wrong command line."
        })
public final class ExporterCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Properties system;

    @Spec
    private CommandSpec spec;

    @Mixin
    private InstallationOptions options;

    @Option(names = "--demo", description = "Read a simulated cluster inside this process instead of a real one.")
    private boolean demo;

    /**
     * The command with its surroundings.
     *
     * @param environment environment variables
     * @param system      system properties
     */
    public ExporterCommand(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
    }

    /** The command line with all its commands. */
    public CommandLine commandLine() {
        return new CommandLine(this)
                .addSubcommand(new CheckCommand(environment, system))
                .addSubcommand(new RoutesCommand(environment, system))
                .addSubcommand(new DoctorCommand(environment, system))
                // "routes" is a command as well as the usual name of the folder.
                .setAllowSubcommandsAsOptionParameters(true)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        return ExporterRun.run(
                options.installation(environment, system),
                demo,
                spec.commandLine().getErr());
    }
}
