// SPDX-License-Identifier: MIT
package io.github.metricsserverprom;

import io.github.metricsserverprom.host.ExporterCommand;
import io.github.metricsserverprom.host.ExporterRun;

/** Starts the program: without arguments {@link ExporterRun}, else what {@link ExporterCommand} makes of them. */
public final class Application {

    private Application() {}

    /** Runs until it is stopped; the exit code is 0, 1 for a configuration that cannot work, 2 for a wrong command line. */
    public static void main(String... arguments) throws InterruptedException {
        System.exit(
                arguments.length == 0
                        ? ExporterRun.run(System.getenv(), System.getProperties())
                        : new ExporterCommand(System.getenv(), System.getProperties())
                                .commandLine()
                                .execute(arguments));
    }
}
