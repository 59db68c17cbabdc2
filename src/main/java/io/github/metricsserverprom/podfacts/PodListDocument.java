// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.apiserver.UnexpectedDocumentException;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses pages of a {@code PodList} (core/v1), keeping only what {@link PodFacts} holds: most of a pod object is skipped
 * without making objects of it. One instance for all pages of one list; not thread-safe.
 */
final class PodListDocument {

    /** The page promises this order; the specification has the operator's, and init containers apart. */
    private static final Comparator<ContainerResources> BY_NAME = Comparator.comparing(ContainerResources::name);

    private final boolean keepResources;
    private final Map<PodKey, PodFacts> facts = new HashMap<>();
    /** Values that many pods share (nodes, owners, phases) are kept once. */
    private final Map<String, String> shared = new HashMap<>();

    private String name;
    private String namespace;
    private String uid;
    private String node;
    private String ip;
    private String hostIp;
    private String ownerKind;
    private String ownerName;
    private String phase;
    private String qosClass;
    private List<ContainerResources> resources;

    PodListDocument(boolean keepResources) {
        this.keepResources = keepResources;
    }

    /**
     * Reads a page.
     *
     * @return the token of the next page; empty on the last page
     */
    String page(JsonParser parser) throws IOException {
        return ListDocument.parse(parser, "PodList", this::pod);
    }

    /** Forgets the pages read so far, to start over. */
    void restart() {
        facts.clear();
    }

    /** The facts of all pages. */
    Map<PodKey, PodFacts> facts() {
        return facts;
    }

    private void pod(JsonParser parser) throws IOException {
        clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            switch (object ? field : "") {
                case "metadata" -> metadata(parser);
                case "spec" -> spec(parser);
                case "status" -> status(parser);
                default -> parser.skipChildren();
            }
        }
        if (name.isEmpty() || namespace.isEmpty()) {
            throw new UnexpectedDocumentException("item " + facts.size() + " of PodList has no name or namespace");
        }
        facts.put(
                new PodKey(share(namespace), name),
                new PodFacts(
                        uid,
                        share(node),
                        ip,
                        share(hostIp),
                        share(ownerKind),
                        share(ownerName),
                        share(phase),
                        share(qosClass),
                        resources));
    }

    private void clear() {
        name = "";
        namespace = "";
        uid = "";
        node = "";
        ip = "";
        hostIp = "";
        ownerKind = "";
        ownerName = "";
        phase = "";
        qosClass = "";
        resources = List.of();
    }

    private String share(String value) {
        String known = shared.putIfAbsent(value, value);
        return known == null ? value : known;
    }

    private void metadata(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "name" -> name = text(parser, value);
                case "namespace" -> namespace = text(parser, value);
                case "uid" -> uid = text(parser, value);
                case "ownerReferences" -> owners(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    /** Keeps the controller among the owners, or the first owner if none is the controller. */
    private void owners(JsonParser parser, JsonToken start) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        boolean first = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
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
        if (found.size() > 1) {
            found.sort(BY_NAME);
        }
        resources = found;
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
