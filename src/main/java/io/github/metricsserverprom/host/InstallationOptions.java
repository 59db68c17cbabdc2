// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The options that say where the files are, the same for all commands. */
final class InstallationOptions {

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Folder of *.camel.yaml routes (default: ${DEFAULT-VALUE}).",
            defaultValue = Installation.DEFAULT_ROUTES)
    private Path routes;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file (default: ${DEFAULT-VALUE}, which may be missing).",
            defaultValue = Installation.DEFAULT_CONFIG)
    private Path config;

    Installation installation(Map<String, String> environment, Properties system) {
        return new Installation(routes, config, environment, system);
    }
}
