// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packaged exporter in a process of its own.
 *
 * @param process      the process
 * @param scrape       its page
 * @param self         its self metrics
 * @param log          what it prints
 * @param startedNanos when it was started, by {@link System#nanoTime()}
 */
record ExporterChild(Child process, URI scrape, URI self, Path log, long startedNanos) implements AutoCloseable {

    private static final int START_SECONDS = 180;

    /** Starts it against a kubeconfig, with the JVM options of {@code bench.options}. */
    static ExporterChild start(Path folder, Path kubeconfig, Map<String, String> environment) throws IOException {
        int port = freePort();
        int management = freePort();
        Map<String, String> all = new HashMap<>(environment);
        all.put("KUBECONFIG", kubeconfig.toString());
        all.put("CAMEL_SERVER_PORT", Integer.toString(port));
        all.put("CAMEL_MANAGEMENT_PORT", Integer.toString(management));
        List<String> options =
                List.of(System.getProperty("bench.options", "-Xmx1g").split(" "));
        Path log = folder.resolve("exporter.log");
        long start = System.nanoTime();
        return new ExporterChild(
                Child.start(options, "io.github.metricsserverprom.Application", List.of(), all, log),
                URI.create("http://127.0.0.1:" + port + "/metrics"),
                URI.create("http://127.0.0.1:" + management + "/metrics"),
                log,
                start);
    }

    /** Waits for the first page; gives the seconds that it took since the start. */
    double awaitPage(Fetch fetch) throws Exception {
        for (int i = 0; i < START_SECONDS * 50 && process.isAlive(); i++) {
            try {
                fetch.discard(scrape, false);
                return (System.nanoTime() - startedNanos) / 1e9;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new IllegalStateException("the exporter gave no page; see " + log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
