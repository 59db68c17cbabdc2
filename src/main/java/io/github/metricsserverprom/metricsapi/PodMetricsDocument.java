// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.UnexpectedDocumentException;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parses a {@code PodMetricsList} in JSON. One instance for one document. */
final class PodMetricsDocument extends MetricsDocument {

    private final NamespaceDenylist denied;
    private final KnownPods known;
    private final List<PodMetrics> pods;
    private final List<ContainerMetrics> found = new ArrayList<>();
    private String container = "";

    /**
     * A document to come.
     *
     * @param denied namespaces whose pods are left out
     * @param known  the pods of the read before
     */
    PodMetricsDocument(
            LabelFilter labelFilter, NamespaceDenylist denied, UnreadableValues unreadable, KnownPods known) {
        super(labelFilter, unreadable, known.texts());
        this.denied = denied;
        this.known = known;
        this.pods = new ArrayList<>(known.likelySize());
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
        pods.add(new PodMetrics(known.key(namespace(), name()), labels(), timestamp(), window(), containers));
    }

    @Override
    String probableName() {
        return known.probableName();
    }

    private List<ContainerMetrics> containers(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return List.of();
        }
        found.clear();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token != JsonToken.START_OBJECT) {
                throw new UnexpectedDocumentException("a container of item " + pods.size() + " is not an object");
            }
            found.add(container(parser));
        }
        return Containers.sorted(found);
    }

    private ContainerMetrics container(JsonParser parser) throws IOException {
        clearUsage();
        container = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "name" -> container = texts().of(parser, value);
                case "usage" -> usage(parser, value);
                default -> parser.skipChildren();
            }
        }
        return new ContainerMetrics(container, cpu(), memory());
    }

    @Override
    String where(String field) {
        return "pod=" + namespace() + "/" + name() + " container=" + container + " field=" + field;
    }
}
