// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of {@code routes/}, and what becomes of them where a ConfigMap carries them. */
final class ShippedRoutes {

    private ShippedRoutes() {}

    /** Text by file name. */
    static SortedMap<String, String> read() throws IOException {
        SortedMap<String, String> routes = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                routes.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return routes;
    }

    /** A ConfigMap of routes, as YAML with the texts as they are. */
    static String configMap(String comment, SortedMap<String, String> routes) {
        StringBuilder yaml = new StringBuilder(comment)
                .append("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: metrics-server-prom-routes\n")
                .append(
                        "  namespace: metrics-server-prom\n  labels:\n    app.kubernetes.io/name: metrics-server-prom\n")
                .append("data:\n");
        routes.forEach((name, text) -> {
            yaml.append("  ").append(name).append(": |\n");
            text.lines().forEach(line -> yaml.append(line.isEmpty() ? "" : "    ")
                    .append(line)
                    .append('\n'));
        });
        return yaml.toString();
    }
}
