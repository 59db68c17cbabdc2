// SPDX-License-Identifier: MIT
package io.github.metricsserverprom;

import io.github.metricsserverprom.host.ExporterCommand;

/** Starts the program: hands the command line to {@link ExporterCommand}. */
public final class Application {

    private Application() {}

    /** Runs until it is stopped; the exit code is 0, 1 for a configuration that cannot work, 2 for a wrong command line. */
    public static void main(String... arguments) {
        System.exit(new ExporterCommand(System.getenv(), System.getProperties())
                .commandLine()
                .execute(arguments));
    }
}
