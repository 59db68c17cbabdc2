// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Parses a {@code Pod} (core/v1), keeping only what {@link PodFacts} holds: most of a pod object is skipped without making
 * objects of it. A {@code Status} (meta/v1), which takes the pod's place in an error event, is understood as well. One
 * instance for one pod after the other; not thread-safe.
 */
final class PodDocument {

    /** The page promises this order; the specification has the operator's, and init containers apart. */
    private static final Comparator<ContainerResources> BY_NAME = Comparator.comparing(ContainerResources::name);

    private final boolean keepResources;
    private final NamespaceDenylist deniedNamespaces;
    private final SharedStrings shared;

    private String name;
    private String namespace;
    private String resourceVersion;
    private String uid;
    private String node;
    private String ip;
    private String hostIp;
    private String ownerKind;
    private String ownerName;
    private String phase;
    private String qosClass;
    private String message;
    private int code;
    private boolean denied;
    private List<ContainerResources> resources;

    PodDocument(PodQuery query, SharedStrings shared) {
        this.keepResources = query.resources();
        this.deniedNamespaces = query.denied();
        this.shared = shared;
        clear();
    }

    /** Reads the object whose START_OBJECT token is current. */
    void parse(JsonParser parser) throws IOException {
        clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (denied) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT) {
                switch (field) {
                    case "metadata" -> metadata(parser);
                    case "spec" -> spec(parser);
                    case "status" -> status(parser);
                    default -> parser.skipChildren();
                }
            } else if (field.equals("code") && value == JsonToken.VALUE_NUMBER_INT) {
                code = parser.getNumberType() == JsonParser.NumberType.INT ? parser.getIntValue() : 0;
            } else if (field.equals("message")) {
                message = text(parser, value);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Whether it has what identifies a pod. */
    boolean isNamed() {
        return !name.isEmpty() && !namespace.isEmpty();
    }

    /** Whether it is in a namespace that is left out; then nothing but its version is of use. */
    boolean isDenied() {
        return denied;
    }

    PodKey key() {
        return new PodKey(shared.share(namespace), name);
    }

    PodFacts facts() {
        return new PodFacts(
                uid,
                shared.share(node),
                ip,
                shared.share(hostIp),
                shared.share(ownerKind),
                shared.share(ownerName),
                shared.share(phase),
                shared.share(qosClass),
                resources);
    }

    /** {@code metadata.resourceVersion}; empty when there is none. */
    String resourceVersion() {
        return resourceVersion;
    }

    /** The HTTP status of a {@code Status}; 0 of a pod. */
    int code() {
        return code;
    }

    /** The message of a {@code Status}; empty of a pod. */
    String message() {
        return message;
    }

    void clear() {
        name = "";
        namespace = "";
        resourceVersion = "";
        uid = "";
        node = "";
        ip = "";
        hostIp = "";
        ownerKind = "";
        ownerName = "";
        phase = "";
        qosClass = "";
        message = "";
        code = 0;
        denied = false;
        resources = List.of();
    }

    private void metadata(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "name" -> name = text(parser, value);
                case "namespace" -> namespace = text(parser, value);
                case "uid" -> uid = text(parser, value);
                case "resourceVersion" -> resourceVersion = text(parser, value);
                case "ownerReferences" -> owners(parser, value);
                default -> parser.skipChildren();
            }
        }
        denied = deniedNamespaces.denies(namespace);
    }

    /** Keeps the controller among the owners, or the first owner if none is the controller. */
    private void owners(JsonParser parser, JsonToken start) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        boolean first = true;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            String kind = "";
            String owner = "";
            boolean controller = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "kind" -> kind = text(parser, value);
                    case "name" -> owner = text(parser, value);
                    case "controller" -> controller = value == JsonToken.VALUE_TRUE;
                    default -> parser.skipChildren();
                }
            }
            if (first || controller) {
                ownerKind = kind;
                ownerName = owner;
            }
            first = false;
        }
    }

    private void spec(JsonParser parser) throws IOException {
        List<ContainerResources> found = keepResources ? new ArrayList<>() : List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("nodeName")) {
                node = text(parser, value);
            } else if (keepResources && (field.equals("containers") || field.equals("initContainers"))) {
                ResourcesDocument.containers(parser, value, found);
            } else {
                parser.skipChildren();
            }
        }
        if (keepResources) {
            found.sort(BY_NAME);
            dropRepeated(found);
        }
        resources = found;
    }

    /** Of a name that is there twice the first stays: two series must not have the same labels. */
    private static void dropRepeated(List<ContainerResources> sorted) {
        for (int i = sorted.size() - 1; i > 0; i--) {
            if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
                sorted.remove(i);
            }
        }
    }

    private void status(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "phase" -> phase = text(parser, value);
                case "podIP" -> ip = text(parser, value);
                case "hostIP" -> hostIp = text(parser, value);
                case "qosClass" -> qosClass = text(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        return ListDocument.text(parser, value);
    }
}
