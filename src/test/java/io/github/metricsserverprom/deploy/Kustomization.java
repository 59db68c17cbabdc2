// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What kustomize makes of a folder, as far as the kustomizations of {@code src/deploy} use it: so that their tests need no
 * kubectl. {@link KubernetesManifestsTest} holds it to the real one. A field that is not known here is an error.
 *
 * @see <a href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/">Reference of kustomization files</a>
 */
final class Kustomization {

    private static final Set<String> KNOWN = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "resources",
            "components",
            "generatorOptions",
            "configMapGenerator",
            "images",
            "patches");
    private static final Set<String> WITHOUT_NAMESPACE = Set.of("Namespace", "ClusterRole", "ClusterRoleBinding");

    private final Path folder;
    private final JsonNode file;
    private List<ObjectNode> objects;

    private Kustomization(Path folder, List<ObjectNode> objects) throws IOException {
        this.folder = folder;
        this.file = read(folder.resolve("kustomization.yaml")).get(0);
        this.objects = objects;
        Set<String> unknown = new TreeSet<>();
        file.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw new AssertionError(folder + ": " + unknown + " is not known to this class");
        }
    }

    /** The objects of a folder that has a {@code kustomization.yaml}. */
    static Manifests render(Path folder) throws IOException {
        return new Manifests(List.copyOf(built(folder)));
    }

    private static List<ObjectNode> built(Path folder) throws IOException {
        return new Kustomization(folder, new ArrayList<>()).build();
    }

    private List<ObjectNode> build() throws IOException {
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asText());
            objects.addAll(Files.isDirectory(path) ? built(path) : read(path));
        }
        for (JsonNode component : file.path("components")) {
            objects = new Kustomization(folder.resolve(component.asText()), objects).build();
        }
        for (JsonNode generator : file.path("configMapGenerator")) {
            objects.add(configMap(generator));
        }
        for (JsonNode patch : file.path("patches")) {
            patch(patch);
        }
        if (file.has("namespace")) {
            objects.forEach(
                    object -> intoNamespace(object, file.path("namespace").asText()));
        }
        for (JsonNode image : file.path("images")) {
            setImage(image);
        }
        return objects;
    }

    private static List<ObjectNode> read(Path path) throws IOException {
        return Manifests.parse(Files.readString(path)).objects().stream()
                .map(ObjectNode.class::cast)
                .toList();
    }

    private ObjectNode configMap(JsonNode generator) throws IOException {
        if (!file.at("/generatorOptions/disableNameSuffixHash").asBoolean()) {
            throw new AssertionError(folder + ": names with hashes are not known to this class");
        }
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        map.put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = map.putObject("metadata");
        metadata.set("name", generator.path("name"));
        metadata.set("labels", file.at("/generatorOptions/labels"));
        ObjectNode data = map.putObject("data");
        for (JsonNode name : generator.path("files")) {
            data.put(name.asText(), Files.readString(folder.resolve(name.asText())));
        }
        return map;
    }

    private void patch(JsonNode entry) throws IOException {
        JsonNode patch = entry.has("path")
                ? read(folder.resolve(entry.path("path").asText())).get(0)
                : Manifests.parseAny(entry.path("patch").asText());
        JsonNode target = entry.has("target") ? entry.path("target") : patch;
        // A target is an expression for whole names, a patch without one names its object.
        String name = entry.has("target")
                ? target.path("name").asText()
                : Pattern.quote(target.at("/metadata/name").asText());
        List<ObjectNode> found = objects.stream()
                .filter(candidate -> candidate.path("kind").equals(target.path("kind"))
                        && candidate.at("/metadata/name").asText().matches(name))
                .toList();
        if (found.isEmpty() && !entry.has("target")) {
            throw new AssertionError(folder + ": nothing to patch for " + entry);
        }
        for (ObjectNode object : found) {
            if (patch.isArray()) {
                patch.forEach(operation -> operate(object, operation));
            } else if (patch.path("$patch").asText().equals("delete")) {
                objects.remove(object);
            } else {
                merge(object, (ObjectNode) patch);
            }
        }
    }

    /** An operation "add" or "remove" of a JSON patch, RFC 6902. */
    private static void operate(ObjectNode object, JsonNode operation) {
        String path = operation.path("path").asText();
        int last = path.lastIndexOf('/');
        JsonNode parent = object.at(path.substring(0, last));
        String field = path.substring(last + 1);
        String op = operation.path("op").asText();
        if (op.equals("add") && parent instanceof ArrayNode array && field.equals("-")) {
            array.add(operation.path("value"));
        } else if (op.equals("add") && parent instanceof ObjectNode place) {
            place.set(field, operation.path("value"));
        } else if (op.equals("remove") && parent instanceof ObjectNode place && place.has(field)) {
            place.remove(field);
        } else {
            throw new AssertionError("not known to this class, or without a place: " + operation);
        }
    }

    /** A strategic merge: objects field by field, lists of named things by name. */
    private static void merge(ObjectNode object, ObjectNode patch) {
        patch.properties().forEach(field -> {
            JsonNode old = object.get(field.getKey());
            if (old instanceof ObjectNode oldObject && field.getValue() instanceof ObjectNode patched) {
                merge(oldObject, patched);
            } else if (old instanceof ArrayNode oldList
                    && field.getValue().path(0).has("name")) {
                mergeNamed(oldList, field.getValue());
            } else {
                object.set(field.getKey(), field.getValue());
            }
        });
    }

    /** What is new comes first, as kustomize has it. */
    private static void mergeNamed(ArrayNode list, JsonNode patches) {
        int added = 0;
        for (JsonNode patch : patches) {
            ObjectNode old = null;
            for (JsonNode item : list) {
                old = item.path("name").equals(patch.path("name")) ? (ObjectNode) item : old;
            }
            if (old == null) {
                list.insert(added++, patch);
            } else {
                merge(old, (ObjectNode) patch);
            }
        }
    }

    private static void intoNamespace(ObjectNode object, String namespace) {
        String kind = object.path("kind").asText();
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        if (kind.equals("Namespace")) {
            metadata.put("name", namespace);
        } else if (!WITHOUT_NAMESPACE.contains(kind)) {
            metadata.put("namespace", namespace);
        }
        object.path("subjects").forEach(subject -> ((ObjectNode) subject).put("namespace", namespace));
    }

    private void setImage(JsonNode image) {
        for (ObjectNode object : objects) {
            for (JsonNode container : object.at("/spec/template/spec/containers")) {
                String name = container.path("image").asText().replaceFirst(":[^:/]*$", "");
                if (name.equals(image.path("name").asText())) {
                    ((ObjectNode) container)
                            .put(
                                    "image",
                                    image.path("newName").asText() + ":"
                                            + image.path("newTag").asText());
                }
            }
        }
    }
}
