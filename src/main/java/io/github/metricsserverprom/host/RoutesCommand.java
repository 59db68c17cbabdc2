// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code routes}: prints the pipeline as it would be loaded. */
@Command(
        name = "routes",
        description = "Prints the routes as they would be loaded; needs no cluster and opens no port.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 printed, 1 the routes cannot be loaded."})
final class RoutesCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Properties system;

    @Spec
    private CommandSpec spec;

    @Mixin
    private InstallationOptions options;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private Format format;

    /** How to print; the names are what people type. */
    enum Format {
        text,
        mermaid
    }

    RoutesCommand(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
    }

    @Override
    public Integer call() {
        Logging.off();
        Installation installation = options.installation(environment, system);
        try (DryRun run = new DryRun()) {
            RouteFiles files = installation.read();
            Generation generation = run.build(Sources.of(files, installation.settings(files)));
            try {
                Pipeline pipeline = Pipeline.of(generation.context());
                spec.commandLine().getOut().print(format == Format.mermaid ? pipeline.mermaid() : pipeline.text());
                spec.commandLine().getOut().flush();
                return 0;
            } finally {
                generation.stop();
            }
        } catch (ConfigException | RoutesException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
