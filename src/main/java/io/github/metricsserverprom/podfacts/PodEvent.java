// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.apiserver.UnexpectedDocumentException;
import java.io.IOException;

/**
 * Parses events of a watch, one after the other. Shape: {@code WatchEvent} (meta/v1),
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes. Not thread-safe.
 */
final class PodEvent {

    /** What an event says of its object. */
    enum Type {
        ADDED,
        MODIFIED,
        DELETED,
        /** The watch has come as far as the object's resource version; nothing else of the object counts. */
        BOOKMARK,
        /** The object is a {@code Status}, and nothing comes after it. */
        ERROR
    }

    private final PodDocument pod;
    private Type type;

    PodEvent(PodDocument pod) {
        this.pod = pod;
    }

    /**
     * Reads an event.
     *
     * @throws UnexpectedDocumentException when the JSON is no event of a pod
     */
    void parse(JsonParser parser) throws IOException {
        String word = "";
        boolean hasObject = false;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new UnexpectedDocumentException("found a line that is no object among the events of a watch");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("type")) {
                word = ListDocument.text(parser, value);
            } else if (field.equals("object") && value == JsonToken.START_OBJECT) {
                pod.parse(parser);
                hasObject = true;
            } else {
                parser.skipChildren();
            }
        }
        type = type(word);
        if (!hasObject) {
            throw new UnexpectedDocumentException("found an event " + type + " without an object");
        }
        if (type.compareTo(Type.BOOKMARK) < 0 && !pod.isNamed()) {
            throw new UnexpectedDocumentException("found an event " + type + " of a pod without name or namespace");
        }
    }

    private static Type type(String word) throws UnexpectedDocumentException {
        for (Type type : Type.values()) {
            if (type.name().equals(word)) {
                return type;
            }
        }
        throw new UnexpectedDocumentException(
                "found an event of type '" + word + "', expected ADDED, MODIFIED," + " DELETED, BOOKMARK or ERROR");
    }

    Type type() {
        return type;
    }

    PodDocument object() {
        return pod;
    }
}
