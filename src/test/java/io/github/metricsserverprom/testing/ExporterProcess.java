// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program as a process of its own, on free ports, as a user starts it. */
public final class ExporterProcess implements AutoCloseable {

    private static final Pattern SERVING =
            Pattern.compile("Serving https?://localhost:(\\d+)/metrics .* management on port (\\d+)");
    /** Variables that would lead the program to what belongs to whoever runs the tests. */
    private static final Pattern OWN =
            Pattern.compile("(KUBE|CAMEL_|EXPORTER_|DEMO_|AWS_).*|(?i)(HTTPS?|NO|ALL)_PROXY");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path printed;
    private final Path errors;

    private ExporterProcess(Process process, Path printed, Path errors) {
        this.process = process;
        this.printed = printed;
        this.errors = errors;
    }

    /**
     * Starts the program.
     *
     * @param folder      working directory
     * @param environment variables to add; none of the developer's own about clusters is passed on
     */
    public static ExporterProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(List.of(), folder, environment, arguments);
    }

    /**
     * The same as a user who reads no more than the modes of files allow, whoever runs the tests: the super user gives up the right to
     * read every file.
     */
    public static ExporterProcess startWithoutPrivileges(
            Path folder, Map<String, String> environment, String... arguments) throws IOException {
        boolean superUser = "root".equals(System.getProperty("user.name"));
        return start(
                superUser ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search") : List.of(),
                folder,
                environment,
                arguments);
    }

    private static ExporterProcess start(
            List<String> launcher, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(fromATerminal());
        command.addAll(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // What makes a short life shorter.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Path.of(System.getProperty("exporter.jar", "target/metrics-server-prom.jar"))
                        .toAbsolutePath()
                        .toString()));
        command.addAll(List.of(arguments));
        Path printed = Files.createTempFile("exporter", ".out");
        Path errors = Files.createTempFile("exporter", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(printed.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> OWN.matcher(name).matches());
        builder.environment().putAll(Map.of("CAMEL_SERVER_PORT", "0", "CAMEL_MANAGEMENT_PORT", "0"));
        builder.environment().putAll(environment);
        return new ExporterProcess(builder.start(), printed, errors);
    }

    /**
     * What undoes that these tests were started to outlive their terminal (nohup): a program inherits that HUP is ignored,
     * and Java then leaves it so.
     */
    private static List<String> fromATerminal() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return List.of();
        }
        boolean ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
        return ignored ? List.of("env", "--default-signal=HUP") : List.of();
    }

    /** Waits until it answers; fails with its output when it ends before. */
    public ExporterProcess awaitServing() {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the program ended with " + process.exitValue() + ":\n" + output());
            }
            return serving().find();
        });
        return this;
    }

    private Matcher serving() throws IOException {
        return SERVING.matcher(output());
    }

    private int port(int group) throws IOException {
        Matcher line = serving();
        if (!line.find()) {
            throw new IllegalStateException("not serving yet:\n" + output());
        }
        return Integer.parseInt(line.group(group));
    }

    public int scrapePort() throws IOException {
        return port(1);
    }

    public int managementPort() throws IOException {
        return port(2);
    }

    /** GET on the scrape port. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + scrapePort() + path)));
    }

    /** GET on the scrape port with headers: name, value, name, value and so on. */
    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + scrapePort() + path))
                .headers(headers));
    }

    /** GET on the management port. */
    public HttpResponse<String> getManagement(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort() + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** All that it printed so far, to standard output and then to standard error. */
    public String output() throws IOException {
        return Files.readString(printed) + errors();
    }

    /** What it printed to standard error so far. */
    public String errors() throws IOException {
        return Files.readString(errors);
    }

    public Process process() {
        return process;
    }

    /** Waits for its end and gives the exit code. */
    public int awaitExit() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the program did not end:\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(printed);
        Files.deleteIfExists(errors);
    }
}
