// SPDX-License-Identifier: MIT
package io.github.metricsserverprom;

import io.github.metricsserverprom.host.DoctorCommand;
import io.github.metricsserverprom.host.ExporterCommand;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine;

/** Starts the program: hands the command line to {@link ExporterCommand}. */
public final class Application {

    private Application() {}

    /** Runs until it is stopped; the exit code is 0, 1 for a configuration that cannot work, 2 for a wrong command line. */
    public static void main(String... arguments) {
        Map<String, String> environment = System.getenv();
        Properties system = System.getProperties();
        System.exit(new CommandLine(new ExporterCommand(environment, system))
                .addSubcommand(new DoctorCommand(environment, system))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
