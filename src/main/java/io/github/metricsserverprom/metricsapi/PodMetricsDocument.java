// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.apiserver.UnexpectedDocumentException;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Parses a {@code PodMetricsList}. One instance for one document.
 *
 * <p>Goes along the list of the read before, in which nearly every pod stands with the same containers (metrics-server
 * sorts its answer, pkg/api/pod.go), and takes names and keys from there: less garbage, and what follows knows a pod by its
 * key's identity. A list in another order only costs more memory.
 */
final class PodMetricsDocument extends MetricsDocument {

    /** The API gives containers in an order that changes from request to request. */
    private static final Comparator<ContainerMetrics> BY_NAME = Comparator.comparing(ContainerMetrics::name);

    private final NamespaceDenylist denied;
    private final List<PodMetrics> before;
    private final List<PodMetrics> pods;
    private int place;
    private String container = "";

    /**
     * A document to come.
     *
     * @param denied namespaces whose pods are left out
     * @param before the pods of the read before, in the order of its answer; empty for none
     */
    PodMetricsDocument(
            LabelFilter labelFilter, NamespaceDenylist denied, UnreadableValues unreadable, List<PodMetrics> before) {
        super(labelFilter, unreadable);
        this.denied = denied;
        this.before = before;
        this.pods = new ArrayList<>(before.size() + before.size() / 16 + 10);
    }

    PodMetricsList parse(JsonParser parser) throws IOException {
        document(parser, "PodMetricsList");
        return new PodMetricsList(pods, invalidQuantities());
    }

    @Override
    void item(JsonParser parser) throws IOException {
        clear();
        List<ContainerMetrics> containers = List.of();
        boolean leftOut = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (leftOut) {
                parser.nextToken();
                parser.skipChildren();
            } else if (field.equals("containers")) {
                containers = containers(parser);
            } else {
                field(parser);
                // The namespace, which comes first, saves the work for the rest.
                leftOut = field.equals("metadata") && denied.denies(namespace());
            }
        }
        if (name().isEmpty() || namespace().isEmpty()) {
            throw new UnexpectedDocumentException(
                    "item " + pods.size() + " of PodMetricsList has no " + (name().isEmpty() ? "name" : "namespace"));
        }
        if (leftOut) {
            return;
        }
        pods.add(new PodMetrics(key(), labels(), timestamp(), window(), containers));
    }

    /** The key of the item at hand, from the read before if it is there; then its successor is probably next. */
    private PodKey key() {
        PodMetrics known = probable();
        if (known != null && isAtHand(known)) {
            place++;
            return known.key();
        }
        PodKey key = new PodKey(namespace(), name());
        while (known != null && known.key().compareTo(key) < 0) {
            place++;
            known = probable();
        }
        if (known != null && known.key().equals(key)) {
            place++;
            return known.key();
        }
        return key;
    }

    private PodMetrics probable() {
        return place < before.size() ? before.get(place) : null;
    }

    private boolean isAtHand(PodMetrics known) {
        return known.key().name().equals(name()) && known.key().namespace().equals(namespace());
    }

    @Override
    String probableName() {
        PodMetrics known = probable();
        return known == null ? null : known.key().name();
    }

    @Override
    String probableNamespace() {
        PodMetrics known = probable();
        return known == null ? null : known.key().namespace();
    }

    private List<ContainerMetrics> containers(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return List.of();
        }
        List<ContainerMetrics> containers = new ArrayList<>(2);
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token != JsonToken.START_OBJECT) {
                throw new UnexpectedDocumentException("a container of item " + pods.size() + " is not an object");
            }
            containers.add(container(parser));
        }
        if (containers.size() > 1) {
            containers.sort(BY_NAME);
            dropRepeated(containers);
        }
        return containers;
    }

    /** Of a name that is there twice the first stays: two series must not have the same labels. */
    private static void dropRepeated(List<ContainerMetrics> sorted) {
        for (int i = sorted.size() - 1; i > 0; i--) {
            if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
                sorted.remove(i);
            }
        }
    }

    private ContainerMetrics container(JsonParser parser) throws IOException {
        clearUsage();
        container = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "name" -> container = containerName(parser, value);
                case "usage" -> usage(parser, value);
                default -> parser.skipChildren();
            }
        }
        return new ContainerMetrics(container, cpu(), memory());
    }

    private String containerName(JsonParser parser, JsonToken value) throws IOException {
        PodMetrics known = probable();
        if (known != null && value == JsonToken.VALUE_STRING && isAtHand(known)) {
            List<ContainerMetrics> containers = known.containers();
            for (int i = 0; i < containers.size(); i++) {
                String name = containers.get(i).name();
                if (ListDocument.isText(parser, name)) {
                    return name;
                }
            }
        }
        return ListDocument.text(parser, value);
    }

    @Override
    String where(String field) {
        return "pod=" + namespace() + "/" + name() + " container=" + container + " field=" + field;
    }
}
