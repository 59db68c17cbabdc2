// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.kubernetes.command.CommandRun;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.failure.Secrets;
import io.github.metricsserverprom.kubernetes.kubeconfig.ExecSpec;
import io.github.metricsserverprom.kubernetes.tls.ClientIdentity;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs a credential plugin and reads what it answers, as <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins">client-go credential
 * plugins</a> are defined. Chatter on standard error is no failure; the exit code is.
 */
final class ExecPlugin implements Supplier<Credential> {

    private static final String GROUP = "client.authentication.k8s.io/";
    private static final Set<String> VERSIONS = Set.of(GROUP + "v1", GROUP + "v1beta1");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecSpec spec;
    private final String user;
    private final ClusterInfo cluster;
    private final Map<String, String> environment;
    private final Duration limit;
    private final Clock clock;

    ExecPlugin(
            ExecSpec spec,
            String user,
            ClusterInfo cluster,
            Map<String, String> environment,
            Duration limit,
            Clock clock) {
        this.spec = spec;
        this.user = user;
        this.cluster = cluster;
        this.environment = environment;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Checks what can be checked without running it.
     *
     * @throws AccessException if the plugin can never work
     */
    void check() {
        if (!VERSIONS.contains(spec.apiVersion())) {
            throw AccessException.configuration(name() + ": apiVersion is " + spec.apiVersion() + ", expected " + GROUP
                    + "v1 or " + GROUP + "v1beta1; update the plugin and write the kubeconfig anew");
        }
        if (spec.interactiveMode().equals("Always")) {
            throw AccessException.configuration(name() + ": interactiveMode is Always, but there is no terminal here;"
                    + " use a credential that needs nobody to type, such as a service account token");
        }
        executable();
    }

    @Override
    public Credential get() {
        check();
        List<String> command = new ArrayList<>();
        command.add(executable().toString());
        command.addAll(spec.args());
        CommandRun run = run(command);
        if (run.exitCode() != 0) {
            throw AccessException.credentials(name() + ": exit code " + run.exitCode()
                    + (run.complaints().isBlank() ? ", no message" : "; it says: " + Secrets.redact(run.complaints()))
                    + "; run the command by hand with the same environment");
        }
        return credential(run.output());
    }

    private CommandRun run(List<String> command) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.putAll(spec.env());
        variables.put("KUBERNETES_EXEC_INFO", execInfo());
        try {
            return CommandRun.of(command, variables, limit)
                    .orElseThrow(() -> AccessException.credentials(name() + ": no answer within " + limit.toSeconds()
                            + " s; it may wait for input or for the network; run it by hand"));
        } catch (IOException e) {
            throw AccessException.configuration(
                    name() + ": cannot be started; check that the file is executable and made for this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AccessException.credentials(name() + ": interrupted");
        }
    }

    private String execInfo() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("kind", "ExecCredential");
        request.put("apiVersion", spec.apiVersion());
        Map<String, Object> details = new LinkedHashMap<>();
        if (spec.provideClusterInfo()) {
            details.put("cluster", cluster.toSpec());
        }
        details.put("interactive", false);
        request.put("spec", details);
        try {
            return JSON.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values must be writable", e);
        }
    }

    private Credential credential(String output) {
        JsonNode answer = parse(output);
        String version = answer.path("apiVersion").asText("");
        if (!answer.path("kind").asText("").equals("ExecCredential")) {
            throw AccessException.credentials(
                    name() + ": the answer is no ExecCredential; check the command and its arguments");
        }
        if (!version.equals(spec.apiVersion())) {
            throw AccessException.configuration(name() + ": answers with apiVersion " + Secrets.redact(version)
                    + ", the kubeconfig asks for " + spec.apiVersion()
                    + "; set the apiVersion of the kubeconfig to what the plugin speaks, or update the plugin");
        }
        JsonNode status = answer.path("status");
        String token = text(status, "token");
        String certificate = text(status, "clientCertificateData");
        String key = text(status, "clientKeyData");
        if (token == null && certificate == null) {
            throw AccessException.credentials(
                    name() + ": the answer holds neither a token nor a client certificate; run it by hand");
        }
        if ((certificate == null) != (key == null)) {
            throw AccessException.credentials(
                    name() + ": the answer holds only one of clientCertificateData and clientKeyData; both are needed");
        }
        ClientIdentity identity = certificate == null
                ? null
                : new ClientIdentity(
                        certificate.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8), name());
        Instant expiry = expiry(text(status, "expirationTimestamp"));
        return new Credential(token == null ? null : "Bearer " + token, identity, refreshAt(expiry), expiry);
    }

    private JsonNode parse(String output) {
        try {
            JsonNode answer = JSON.readTree(output);
            if (answer != null && answer.isObject()) {
                return answer;
            }
        } catch (JsonProcessingException e) {
            // The message of the parser quotes the answer, token and all: it is left out.
        }
        throw AccessException.credentials(name() + ": the answer is not JSON" + (output.isBlank() ? " but empty" : "")
                + "; check the command and its arguments");
    }

    private Instant expiry(String timestamp) {
        if (timestamp == null) {
            return Instant.MAX;
        }
        try {
            return OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException e) {
            throw AccessException.credentials(
                    name() + ": expirationTimestamp is not a time as in RFC 3339; update the plugin");
        }
    }

    /** A tenth of the remaining life early, but at most a minute: a new credential is there before the old one ends. */
    private Instant refreshAt(Instant expiry) {
        if (expiry.equals(Instant.MAX)) {
            return expiry;
        }
        Duration early = Duration.between(clock.instant(), expiry).dividedBy(10);
        Duration most = Duration.ofMinutes(1);
        return early.isNegative() ? expiry : expiry.minus(early.compareTo(most) < 0 ? early : most);
    }

    /** Finds the command: a path counts from the folder of the kubeconfig, a bare name is looked up in PATH. */
    private Path executable() {
        String command = spec.command();
        if (command.indexOf('/') >= 0) {
            Path path = spec.origin().resolve(command);
            if (Files.isExecutable(path) && !Files.isDirectory(path)) {
                return path;
            }
            throw missing(Files.exists(path) ? path + " is not executable" : "no such file " + path);
        }
        String folders = environment.getOrDefault("PATH", "");
        Optional<Path> found = Stream.of(folders.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(command))
                .filter(path -> Files.isExecutable(path) && !Files.isDirectory(path))
                .findFirst();
        return found.orElseThrow(() -> missing("not found in PATH"));
    }

    private AccessException missing(String found) {
        String hint = spec.installHint();
        return AccessException.configuration(name() + ": " + found
                + "; put it into the image or use a credential without a plugin"
                + (hint == null ? "" : "; its install hint: " + hint.strip()));
    }

    private String name() {
        return "exec plugin " + spec.command() + " of user " + user + " (" + spec.origin() + ")";
    }

    private static String text(JsonNode node, String field) {
        String value = node.path(field).asText("");
        return value.isEmpty() ? null : value;
    }
}
