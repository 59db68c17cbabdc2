// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A demo cluster in a process of its own.
 *
 * @param process    the process
 * @param kubeconfig leads to it
 * @param uri        its address
 */
record DemoProcess(Child process, Path kubeconfig, URI uri) implements AutoCloseable {

    private static final int START_SECONDS = 180;
    private static final Pattern READY = Pattern.compile("ready at (\\S+)");

    /** Starts one and waits until it is ready. */
    static DemoProcess start(Path folder, List<String> arguments, List<String> options) throws Exception {
        Path kubeconfig = folder.resolve("kubeconfig");
        Path log = folder.resolve("demo.log");
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        Child process = Child.start(options, "io.github.metricsserverprom.demo.DemoMain", all, Map.of(), log);
        for (int i = 0; i < START_SECONDS * 10 && process.isAlive(); i++) {
            Matcher found = READY.matcher(Files.exists(log) ? Files.readString(log) : "");
            if (found.find()) {
                return new DemoProcess(process, kubeconfig, URI.create(found.group(1)));
            }
            Thread.sleep(100);
        }
        process.close();
        throw new IllegalStateException("the demo cluster did not start; see " + log);
    }

    @Override
    public void close() {
        process.close();
    }
}
