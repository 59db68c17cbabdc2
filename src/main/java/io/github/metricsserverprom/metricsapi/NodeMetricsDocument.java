// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.apiserver.UnexpectedDocumentException;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeMetricsList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parses a {@code NodeMetricsList} in JSON. One instance for one document. */
final class NodeMetricsDocument extends MetricsDocument {

    private final List<NodeMetrics> nodes = new ArrayList<>();

    NodeMetricsDocument(LabelFilter labelFilter, UnreadableValues unreadable, SharedTexts texts) {
        super(labelFilter, unreadable, texts);
    }

    NodeMetricsList parse(JsonParser parser) throws IOException {
        document(parser, "NodeMetricsList");
        return new NodeMetricsList(nodes, invalidQuantities());
    }

    @Override
    void item(JsonParser parser) throws IOException {
        clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals("usage")) {
                usage(parser, parser.nextToken());
            } else {
                field(parser);
            }
        }
        if (name().isEmpty()) {
            throw new UnexpectedDocumentException("item " + nodes.size() + " of NodeMetricsList has no name");
        }
        nodes.add(new NodeMetrics(name(), labels(), timestamp(), window(), cpu(), memory()));
    }

    @Override
    String probableName() {
        return null;
    }

    @Override
    String where(String field) {
        return "node=" + name() + " field=" + field;
    }
}
