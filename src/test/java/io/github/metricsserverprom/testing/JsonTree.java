// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.quantity.QuantityFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A document as a tree, read by Jackson's parser of characters: the oracle of parsers that walk along bytes. */
public final class JsonTree {

    private static final JsonFactory ANY_NUMBER = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectMapper STRICT = JsonMapper.builder(ANY_NUMBER.copy())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonTree() {}

    /** What a text is. */
    public enum Kind {
        /** One JSON document (RFC 8259). */
        JSON,
        /** No JSON document, or more than one. */
        NO_JSON,
        /** Not UTF-8: Jackson takes some of it (overlong forms, surrogates) and refuses the rest. */
        NO_UTF8
    }

    /** What these bytes are. */
    public static Kind kind(byte[] document) {
        String text = text(document);
        if (text == null) {
            return Kind.NO_UTF8;
        }
        try (JsonParser parser = ANY_NUMBER.createParser(text)) {
            if (parser.nextToken() == null) {
                return Kind.NO_JSON;
            }
            parser.skipChildren();
            return parser.nextToken() == null && parser.getParsingContext().inRoot() ? Kind.JSON : Kind.NO_JSON;
        } catch (IOException e) {
            return Kind.NO_JSON;
        }
    }

    /**
     * The tree of a JSON document; null when its meaning is open, because a key stands there twice (RFC 8259 section 4) or
     * a number is beyond what {@link java.math.BigDecimal} holds.
     */
    public static JsonNode read(byte[] document) {
        try {
            return STRICT.readTree(text(document));
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private static String text(byte[] document) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The text of a string, halves of surrogate pairs replaced as UTF-8 has none; empty for anything else. */
    public static String text(JsonNode node) {
        return node.isTextual() ? encodable(node.textValue()) : "";
    }

    /** The text with U+FFFD for every half of a surrogate pair. */
    public static String encodable(String text) {
        StringBuilder encodable = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point >= 0xd800 && point <= 0xdfff ? 0xfffd : point)
                .forEach(encodable::appendCodePoint);
        return encodable.toString();
    }

    /** The elements of an array that are objects; none of anything else. */
    public static List<JsonNode> objects(JsonNode node) {
        List<JsonNode> objects = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> {
                if (element.isObject()) {
                    objects.add(element);
                }
            });
        }
        return objects;
    }

    /** Whether a node is an array of nothing but objects. */
    public static boolean isObjects(JsonNode node) {
        return node.isArray() && objects(node).size() == node.size();
    }

    /** The text of a string or a number, as a quantity; null for anything else and for what is none. */
    public static Quantity quantity(JsonNode node) {
        try {
            return node.isTextual() || node.isNumber() ? Quantity.parse(node.asText()) : null;
        } catch (QuantityFormatException e) {
            return null;
        }
    }
}
