// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The program in this JVM on a copy of the shipped files, with the demo cluster or others, on free ports. */
final class RunningExporter implements AutoCloseable {

    static final Map<String, String> ENVIRONMENT = Map.of(
            "CAMEL_SERVER_HOST", "127.0.0.1",
            "CAMEL_SERVER_PORT", "0",
            "CAMEL_MANAGEMENT_PORT", "0",
            "EXPORTER_LOG_LEVEL", "error");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    private final Exporter exporter;

    private RunningExporter(Path home, Exporter exporter) {
        this.home = home;
        this.exporter = exporter;
    }

    /** Starts on files that {@link #install} copied. */
    static RunningExporter start(Path home) throws ConfigException {
        return start(home, Map.of());
    }

    /** Starts with more environment variables. */
    static RunningExporter start(Path home, Map<String, String> more) throws ConfigException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(more);
        return new RunningExporter(home, Exporter.start(installation(home, environment), true));
    }

    /** Starts on files that {@link #install} copied, with the clusters of a kubeconfig. */
    static RunningExporter start(Path home, Path kubeconfig) throws ConfigException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("KUBECONFIG", kubeconfig.toString());
        return new RunningExporter(home, Exporter.start(installation(home, environment), false));
    }

    static Installation installation(Path home) {
        return installation(home, ENVIRONMENT);
    }

    private static Installation installation(Path home, Map<String, String> environment) {
        return new Installation(
                home.resolve("routes"), home.resolve("application.properties"), environment, new Properties());
    }

    /** Copies the shipped routes and properties. */
    static Path install(Path home) throws IOException {
        Files.createDirectories(home.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, home.resolve("routes").resolve(file.getFileName()));
            }
        }
        Files.copy(Path.of("application.properties"), home.resolve("application.properties"));
        return home;
    }

    Path routes() {
        return home.resolve("routes");
    }

    Path route(String name) {
        return routes().resolve(name);
    }

    Path properties() {
        return home.resolve("application.properties");
    }

    /** The same over TLS. */
    static URI https(URI uri) {
        return URI.create(uri.toString().replace("http://127.0.0.1:", "https://localhost:"));
    }

    URI scrape(String path) {
        return URI.create("http://127.0.0.1:" + exporter.scrapePort() + path);
    }

    URI management(String path) {
        return URI.create("http://127.0.0.1:" + exporter.managementPort() + path);
    }

    /** GET with headers given as names and values. */
    HttpResponse<String> get(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, URI uri) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> later(URI uri) {
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Asks for a reload; 200, or 422 and the reason. */
    HttpResponse<String> reload() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(management("/-/reload"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The value of a self metric, by the beginning of its line. */
    double self(String series) throws IOException, InterruptedException {
        return get(management("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Override
    public void close() {
        exporter.close();
    }
}
