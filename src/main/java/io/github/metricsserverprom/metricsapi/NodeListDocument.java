// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.model.NodeFacts;
import io.github.metricsserverprom.model.NodeFactsList;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.quantity.QuantityFormatException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Parses a {@code NodeList} (core/v1), keeping what {@link NodeFacts} holds. One instance for one document. */
final class NodeListDocument {

    private final UnreadableValues unreadable;
    private final Map<String, NodeFacts> facts = new HashMap<>();
    private String name = "";
    private Quantity cpu;
    private Quantity memory;

    NodeListDocument(UnreadableValues unreadable) {
        this.unreadable = unreadable;
    }

    NodeFactsList parse(JsonParser parser) throws IOException {
        ListDocument.parse(parser, "NodeList", this::node);
        return new NodeFactsList(facts);
    }

    private void node(JsonParser parser) throws IOException {
        name = "";
        cpu = null;
        memory = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            switch (object ? field : "") {
                case "metadata" -> metadata(parser);
                case "status" -> status(parser);
                default -> parser.skipChildren();
            }
        }
        facts.put(name, new NodeFacts(cpu, memory));
    }

    private void metadata(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals("name");
            String text = ListDocument.text(parser, parser.nextToken());
            if (wanted) {
                name = text;
            }
        }
    }

    private void status(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals("allocatable");
            if (parser.nextToken() == JsonToken.START_OBJECT && wanted) {
                allocatable(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void allocatable(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String resource = parser.currentName();
            String text = ListDocument.text(parser, parser.nextToken());
            switch (resource) {
                case "cpu" -> cpu = quantity(resource, text);
                case "memory" -> memory = quantity(resource, text);
                default -> {
                    // Other resources (pods, ephemeral-storage, devices) have no family.
                }
            }
        }
    }

    private Quantity quantity(String resource, String text) {
        try {
            return text.isEmpty() ? null : Quantity.parse(text);
        } catch (QuantityFormatException e) {
            unreadable.tell("node=" + name + " field=allocatable." + resource, text, e.getMessage());
            return null;
        }
    }
}
