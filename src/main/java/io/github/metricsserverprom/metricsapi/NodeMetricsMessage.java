// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.apiserver.WireReader;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeMetricsList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parses a {@code NodeMetricsList} in protobuf. One instance for one message. */
final class NodeMetricsMessage extends MetricsMessage {

    private static final int USAGE = 4;

    private final List<NodeMetrics> nodes = new ArrayList<>();

    NodeMetricsMessage(LabelFilter labelFilter, UnreadableValues unreadable, SharedTexts texts) {
        super(labelFilter, unreadable, texts);
    }

    NodeMetricsList parse(WireReader reader) throws IOException {
        list(reader);
        return new NodeMetricsList(nodes, invalidQuantities());
    }

    @Override
    void item(WireReader reader) throws IOException {
        while (reader.next()) {
            if (reader.field() == USAGE) {
                usage(reader);
            } else {
                field(reader);
            }
        }
        if (name().isEmpty()) {
            throw reader.malformed("a NodeMetrics without a name");
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
