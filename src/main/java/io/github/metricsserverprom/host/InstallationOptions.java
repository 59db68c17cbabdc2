// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.Setting;
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

    @Option(
            names = "--web.config.file",
            paramLabel = "FILE",
            description = "TLS certificates, users and headers of the HTTP servers, in the format of Prometheus'"
                    + " exporter-toolkit (default: the setting exporter.web-config-file).")
    private Path webConfig;

    Installation installation(Map<String, String> environment, Properties system) {
        Properties all = new Properties(system);
        if (webConfig != null) {
            all.setProperty(Setting.WEB_CONFIG_FILE.key(), webConfig.toString());
        }
        return new Installation(routes, config, environment, all);
    }
}
