// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the soak run asks of its two processes over HTTP. Thread-safe. */
final class Web {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI scrape;
    private final URI management;
    private final URI demo;

    Web(URI scrape, URI management, URI demo) {
        this.scrape = scrape;
        this.management = management;
        this.demo = demo;
    }

    /** GET on the scrape port; headers as name, value, name, value and so on. */
    HttpResponse<byte[]> scrape(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(scrape.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    int scrapePort() {
        return scrape.getPort();
    }

    /** Asks for a reload; 200 or 422. */
    int reload() throws IOException, InterruptedException {
        return post(management.resolve("/-/reload"), "").statusCode();
    }

    /** Steers the demo cluster's faults. */
    void fault(String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(demo.resolve("/demo/faults"), json);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the demo cluster refused " + json + ": " + answer.body());
        }
    }

    /** Requests that the demo cluster has seen about a target. */
    long demoRequests(String target) throws IOException, InterruptedException {
        String stats = get(demo.resolve("/demo/stats"));
        Matcher found =
                Pattern.compile("\"" + target + "\":\\{\"requests\":(\\d+)").matcher(stats);
        if (!found.find()) {
            throw new IllegalStateException("no " + target + " in " + stats);
        }
        return Long.parseLong(found.group(1));
    }

    /** The sum of a self metric's samples whose lines have all these parts. */
    double self(String name, String... parts) throws IOException, InterruptedException {
        return get(management.resolve("/metrics"))
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(parts).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> post(URI uri, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
