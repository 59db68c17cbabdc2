// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.quantity.QuantityFormatException;
import java.io.IOException;
import java.util.List;

/** Parses requests and limits in the container lists of a pod's spec. */
final class ResourcesDocument {

    private ResourcesDocument() {}

    /** Adds the resources of each container of the array whose first token is given. */
    static void containers(JsonParser parser, JsonToken start, List<ContainerResources> into) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token == JsonToken.START_OBJECT) {
                into.add(container(parser));
            } else {
                parser.skipChildren();
            }
        }
    }

    private static ContainerResources container(JsonParser parser) throws IOException {
        String name = "";
        Quantity[] requests = new Quantity[2];
        Quantity[] limits = new Quantity[2];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("name")) {
                name = ListDocument.text(parser, value);
            } else if (field.equals("resources") && value == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String which = parser.currentName();
                    JsonToken list = parser.nextToken();
                    switch (which) {
                        case "requests" -> cpuAndMemory(parser, list, requests);
                        case "limits" -> cpuAndMemory(parser, list, limits);
                        default -> parser.skipChildren();
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
        return new ContainerResources(name, requests[0], limits[0], requests[1], limits[1]);
    }

    private static void cpuAndMemory(JsonParser parser, JsonToken start, Quantity[] into) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String resource = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (resource) {
                case "cpu" -> into[0] = quantity(parser, value);
                case "memory" -> into[1] = quantity(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    /** The quantity; null when there is none that can be read: the API server validates what a spec holds. */
    private static Quantity quantity(JsonParser parser, JsonToken value) throws IOException {
        String text = value.isNumeric() ? parser.getText() : ListDocument.text(parser, value);
        try {
            return text.isEmpty() ? null : Quantity.parse(text);
        } catch (QuantityFormatException e) {
            return null;
        }
    }
}
