// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The frame of a Kubernetes list in JSON: {@code kind}, {@code metadata.continue}, {@code items}. Source of the shape:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#collections.
 */
public final class ListDocument {

    private static final int REPLACEMENT = 0xFFFD;

    private ListDocument() {}

    /** Reads one item. */
    @FunctionalInterface
    public interface ItemParser {

        /** Reads the object whose START_OBJECT token is current, to its END_OBJECT token. */
        void parse(JsonParser parser) throws IOException;
    }

    /**
     * Reads a list and gives each item to the parser.
     *
     * @param kind the kind that is expected, for messages
     * @return the list's metadata
     * @throws UnexpectedDocumentException when the document is JSON but no list
     */
    public static ListMeta parse(JsonParser parser, String kind, ItemParser items) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new UnexpectedDocumentException("found " + found(parser.currentToken()) + ", expected a " + kind);
        }
        String foundKind = "";
        ListMeta meta = ListMeta.NONE;
        boolean hasItems = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "kind" -> foundKind = text(parser, value);
                case "metadata" -> meta = meta(parser, value);
                case "items" -> {
                    items(parser, value, kind, items);
                    hasItems = true;
                }
                default -> parser.skipChildren();
            }
        }
        if (!hasItems) {
            String what = foundKind.isEmpty() ? "an object without items" : "kind " + foundKind + " without items";
            throw new UnexpectedDocumentException("found " + what + ", expected a " + kind);
        }
        return meta;
    }

    /**
     * Reads what is left of a document, so that a torn one does not pass for a whole one.
     *
     * @param parser anywhere in the document
     * @throws UnexpectedDocumentException when something comes behind it
     */
    public static void finish(JsonParser parser) throws IOException {
        boolean whole;
        do {
            whole = parser.hasCurrentToken() && parser.getParsingContext().inRoot();
            parser.skipChildren();
        } while (parser.nextToken() != null && !whole);
        if (parser.hasCurrentToken()) {
            throw new UnexpectedDocumentException("found more behind the end of the document");
        }
    }

    private static void items(JsonParser parser, JsonToken start, String kind, ItemParser items) throws IOException {
        // A Go program writes an empty list that was never made as null.
        if (start == JsonToken.VALUE_NULL) {
            return;
        }
        if (start != JsonToken.START_ARRAY) {
            throw new UnexpectedDocumentException("found items as " + found(start) + ", expected an array in " + kind);
        }
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token != JsonToken.START_OBJECT) {
                throw new UnexpectedDocumentException("found " + found(token) + " among the items of " + kind);
            }
            items.parse(parser);
        }
    }

    private static ListMeta meta(JsonParser parser, JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return ListMeta.NONE;
        }
        String next = "";
        String resourceVersion = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            String text = text(parser, parser.nextToken());
            switch (field) {
                case "continue" -> next = text;
                case "resourceVersion" -> resourceVersion = text;
                default -> {
                    // selfLink and remainingItemCount are of no use here.
                }
            }
        }
        return new ListMeta(next, resourceVersion);
    }

    /**
     * The text of a string; empty for null and for anything else, whose children are skipped. Half of a surrogate pair
     * ({@code "\\ud800"}) is U+FFFD, as Go reads it: names that differ in such halves only would be the same on a page.
     */
    public static String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return encodable(parser.getText());
        }
        parser.skipChildren();
        return "";
    }

    private static String encodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                StringBuilder encodable = new StringBuilder(text.length());
                text.codePoints()
                        .map(point -> Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point)
                        .forEach(encodable::appendCodePoint);
                return encodable.toString();
            }
        }
        return text;
    }

    /**
     * The text of a string as {@link #text(JsonParser, JsonToken)} gives it, but the known object itself when it is equal:
     * what does not change from one read to the next needs no new memory.
     *
     * @param known what the text probably is; null when there is no idea
     */
    public static String text(JsonParser parser, JsonToken value, String known) throws IOException {
        if (value == JsonToken.VALUE_STRING && known != null && isText(parser, known)) {
            return known;
        }
        return text(parser, value);
    }

    /** Whether the current string is this one, without making a String of it. */
    public static boolean isText(JsonParser parser, String known) throws IOException {
        int length = parser.getTextLength();
        if (length != known.length()) {
            return false;
        }
        char[] characters = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        for (int i = length - 1; i >= 0; i--) {
            if (characters[offset + i] != known.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String found(JsonToken token) {
        return token == null
                ? "nothing"
                : switch (token) {
                    case START_ARRAY -> "an array";
                    case START_OBJECT -> "an object";
                    case VALUE_STRING -> "a string";
                    case VALUE_NULL -> "null";
                    case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                    default -> "a number";
                };
    }
}
