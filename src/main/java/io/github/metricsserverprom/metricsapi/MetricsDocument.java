// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.quantity.QuantityFormatException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the two lists of {@code metrics.k8s.io/v1beta1} have in common: {@code metadata}, {@code timestamp},
 * {@code window}, {@code usage}. Holds the state of one document's parse; not thread-safe.
 *
 * <p>{@code metadata.creationTimestamp} is the time of the request in these lists, so it is not read.
 */
abstract class MetricsDocument extends MetricsItem {

    private String lastTimestamp = "";
    private Instant lastInstant;
    private String lastWindow = "";
    private Duration lastDuration;

    MetricsDocument(LabelFilter labelFilter, UnreadableValues unreadable, SharedTexts texts) {
        super(labelFilter, unreadable, texts);
    }

    /** Reads one item, whose first token is current. */
    abstract void item(JsonParser parser) throws IOException;

    /** Reads the whole document. */
    final void document(JsonParser parser, String kind) throws IOException {
        ListDocument.parse(parser, kind, this::item);
    }

    /** Reads the value of a field that nodes and pods share, or skips it. The parser stands on the field's name. */
    final void field(JsonParser parser) throws IOException {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (field) {
            case "metadata" -> metadata(parser, value);
            case "timestamp" -> timestamp(time(parser, value));
            case "window" -> window(duration(parser, value));
            default -> parser.skipChildren();
        }
    }

    private void metadata(JsonParser parser, JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "name" -> name(ListDocument.text(parser, value, probableName()));
                case "namespace" -> namespace(texts().of(parser, value));
                case "labels" -> labels(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private void labels(JsonParser parser, JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT || labelFilter().none()) {
            parser.skipChildren();
            return;
        }
        Map<String, String> kept = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String label = parser.currentName();
            JsonToken value = parser.nextToken();
            if (labelFilter().keeps(label) && value == JsonToken.VALUE_STRING) {
                kept.put(label, ListDocument.text(parser, value));
            }
            parser.skipChildren();
        }
        labels(kept);
    }

    /** Reads a {@code usage} object into {@link #cpu()} and {@link #memory()}. */
    final void usage(JsonParser parser, JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String resource = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (resource) {
                case "cpu" -> cpu(quantity(parser, value, "cpu"));
                case "memory" -> memory(quantity(parser, value, "memory"));
                default -> parser.skipChildren();
            }
        }
    }

    private Quantity quantity(JsonParser parser, JsonToken value, String field) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
            try {
                int from = parser.getTextOffset();
                return Quantity.parse(parser.getTextCharacters(), from, from + parser.getTextLength());
            } catch (QuantityFormatException e) {
                invalidQuantity(field, parser.getText(), e.getMessage());
                return null;
            }
        }
        invalidQuantity(field, value.name(), "expected a quantity such as 12m or 34Ki");
        parser.skipChildren();
        return null;
    }

    private Instant time(JsonParser parser, JsonToken value) throws IOException {
        String text = ListDocument.text(parser, value, lastTimestamp);
        if (text.equals(lastTimestamp)) {
            return lastInstant;
        }
        lastTimestamp = text;
        try {
            lastInstant = text.isEmpty() ? null : SampleTime.parse(text);
        } catch (DateTimeException e) {
            lastInstant = null;
            unreadable("timestamp", text, "expected a time such as 2026-11-22T16:49:19Z (RFC 3339)");
        }
        return lastInstant;
    }

    private Duration duration(JsonParser parser, JsonToken value) throws IOException {
        String text = ListDocument.text(parser, value, lastWindow);
        if (text.equals(lastWindow)) {
            return lastDuration;
        }
        lastWindow = text;
        try {
            lastDuration = text.isEmpty() ? null : GoDuration.parse(text);
        } catch (DateTimeException e) {
            lastDuration = null;
            unreadable("window", text, e.getMessage());
        }
        return lastDuration;
    }
}
