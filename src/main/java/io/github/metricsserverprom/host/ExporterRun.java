// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * One run of the exporter, from its start until it is stopped. Knows nothing of the command line: its library reads its
 * own annotations when it is made, and Java's AOT cache takes none of its classes, which together cost a third of the
 * time until the first page.
 */
public final class ExporterRun {

    private ExporterRun() {}

    /**
     * Runs with the files in the current folder.
     *
     * @param environment environment variables
     * @param system      system properties
     * @return 0 when it was stopped, 1 when the configuration cannot work, which standard error then explains
     */
    public static int run(Map<String, String> environment, Properties system) throws InterruptedException {
        Installation installation = new Installation(
                Path.of(Installation.DEFAULT_ROUTES), Path.of(Installation.DEFAULT_CONFIG), environment, system);
        return run(installation, false, new PrintWriter(System.err, true));
    }

    static int run(Installation installation, boolean demo, PrintWriter errors) throws InterruptedException {
        try (Exporter exporter = Exporter.start(installation, demo)) {
            exporter.awaitStop();
            return 0;
        } catch (ConfigException e) {
            errors.println(e.getMessage());
            return 1;
        }
    }
}
