// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kubernetes objects as they would be applied.
 *
 * @param objects in the order of the text
 */
record Manifests(List<JsonNode> objects) {

    static final Path DEPLOY = Path.of("src/deploy");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Parses YAML documents; empty ones are left out. */
    static Manifests parse(String text) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return new Manifests(
                    documents.readAll().stream().filter(JsonNode::isObject).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("not YAML:\n" + text, e);
        }
    }

    /** Parses one YAML document of any type. */
    static JsonNode parseAny(String text) throws IOException {
        return YAML.readTree(text);
    }

    /**
     * What {@code kubectl kustomize} makes of a folder; empty where there is no kubectl, or one whose kustomize is older
     * than components (it does not tell its version).
     */
    static Optional<Manifests> kustomize(Path folder) throws IOException, InterruptedException {
        Optional<String> version = kubectl("version", "--client", "--output=json");
        if (version.isEmpty() || !parseAny(version.get()).has("kustomizeVersion")) {
            return Optional.empty();
        }
        return kubectl("kustomize", folder.toString()).map(Manifests::parse);
    }

    private static Optional<String> kubectl(String... arguments) throws IOException, InterruptedException {
        Process kubectl;
        try {
            kubectl = new ProcessBuilder(Stream.concat(Stream.of("kubectl"), Stream.of(arguments))
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (kubectl.waitFor() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + " failed");
        }
        return Optional.of(output);
    }

    List<JsonNode> all(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    boolean has(String kind) {
        return !all(kind).isEmpty();
    }

    /** The one object of a kind. */
    JsonNode one(String kind) {
        List<JsonNode> found = all(kind);
        if (found.size() != 1) {
            throw new NoSuchElementException(found.size() + " objects of kind " + kind);
        }
        return found.get(0);
    }

    /** The data of the ConfigMap whose name ends so. */
    JsonNode configMap(String suffix) {
        return all("ConfigMap").stream()
                .filter(map -> map.at("/metadata/name").asText().endsWith(suffix))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no ConfigMap *" + suffix))
                .path("data");
    }

    /** The one container of the Deployment. */
    JsonNode container() {
        JsonNode containers = one("Deployment").at("/spec/template/spec/containers");
        if (containers.size() != 1) {
            throw new NoSuchElementException(containers.size() + " containers");
        }
        return containers.get(0);
    }
}
