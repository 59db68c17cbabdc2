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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Parses a {@code PodMetricsList}. One instance for one document. */
final class PodMetricsDocument extends MetricsDocument {

    /** The API gives containers in an order that changes from request to request. */
    private static final Comparator<ContainerMetrics> BY_NAME = Comparator.comparing(ContainerMetrics::name);

    private final List<PodMetrics> pods = new ArrayList<>();
    private String container = "";

    PodMetricsDocument(LabelFilter labelFilter, UnreadableValues unreadable) {
        super(labelFilter, unreadable);
    }

    PodMetricsList parse(JsonParser parser) throws IOException {
        document(parser, "PodMetricsList");
        return new PodMetricsList(pods, invalidQuantities());
    }

    @Override
    void item(JsonParser parser) throws IOException {
        clear();
        List<ContainerMetrics> containers = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals("containers")) {
                containers = containers(parser);
            } else {
                field(parser);
            }
        }
        if (name().isEmpty() || namespace().isEmpty()) {
            throw new UnexpectedDocumentException(
                    "item " + pods.size() + " of PodMetricsList has no " + (name().isEmpty() ? "name" : "namespace"));
        }
        PodKey key = new PodKey(namespace(), name());
        pods.add(new PodMetrics(key, labels(), timestamp(), window(), containers));
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
        containers.sort(BY_NAME);
        dropRepeated(containers);
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
                case "name" -> container = ListDocument.text(parser, value);
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
