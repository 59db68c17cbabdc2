// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of a command: no shell, no input, both outputs read apart and bounded, ended with its children after a time limit.
 *
 * @param exitCode of the command
 * @param output what it wrote, at most 1 MiB
 * @param complaints what it wrote to standard error, at most 64 KiB
 */
public record CommandRun(int exitCode, String output, String complaints) {

    private static final int OUTPUT_LIMIT = 1 << 20;
    private static final int COMPLAINTS_LIMIT = 1 << 16;
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /**
     * Runs a command with exactly this environment.
     *
     * @return empty if it did not end in time
     * @throws IOException if it cannot be started
     */
    public static Optional<CommandRun> of(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process = builder.start();
        try {
            Drain output = new Drain(process.getInputStream(), OUTPUT_LIMIT);
            Drain complaints = new Drain(process.getErrorStream(), COMPLAINTS_LIMIT);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            return Optional.of(new CommandRun(process.exitValue(), output.text(), complaints.text()));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The outputs may hold secrets. */
    @Override
    public String toString() {
        return "CommandRun[exitCode=" + exitCode + "]";
    }

    /** Reads a stream to its end so that the command never blocks; keeps the first bytes. */
    private static final class Drain {

        private final Thread thread;
        private final StringBuffer kept = new StringBuffer();

        Drain(InputStream stream, int limit) {
            thread = new Thread(() -> read(stream, limit), "command-output");
            thread.setDaemon(true);
            thread.start();
        }

        private void read(InputStream stream, int limit) {
            byte[] buffer = new byte[8192];
            int total = 0;
            try (stream) {
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    int keep = Math.min(count, limit - total);
                    if (keep > 0) {
                        kept.append(new String(buffer, 0, keep, StandardCharsets.ISO_8859_1));
                        total += keep;
                    }
                }
            } catch (IOException ignored) {
                // The command ended and took its pipe along: what was read counts.
            }
        }

        String text() throws InterruptedException {
            // A child that outlives the command may hold the pipe open: do not wait for it.
            thread.join(DRAIN.toMillis());
            return new String(kept.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }
}
