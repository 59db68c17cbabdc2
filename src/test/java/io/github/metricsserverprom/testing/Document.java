// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.apiserver.SkippingJsonFactory;
import io.github.metricsserverprom.apiserver.UnexpectedDocumentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Function;

/** Reads any bytes as the program reads an answer of the API server, and holds the result against a tree's. */
public final class Document {

    private static final JsonFactory JSON = new SkippingJsonFactory();

    private Document() {}

    /**
     * Reads a document to its end.
     *
     * @param <T> what it is read into
     */
    @FunctionalInterface
    public interface Reader<T> {
        T read(JsonParser parser) throws IOException;
    }

    /**
     * The data of a document; null when it is refused, which only the documented exceptions may do.
     *
     * @param oracle the data by a tree; null when a document of this tree is to be refused
     * @throws AssertionError when it is not as it should be
     */
    public static <T> T checked(byte[] document, Reader<T> reader, Function<JsonNode, T> oracle) {
        JsonTree.Kind kind = JsonTree.kind(document);
        T data;
        try {
            data = read(document, reader);
        } catch (UnexpectedDocumentException e) {
            JsonNode tree = kind == JsonTree.Kind.JSON ? JsonTree.read(document) : null;
            T expected = tree == null ? null : oracle.apply(tree);
            Expect.that(expected == null, () -> "refused, '" + e.getMessage() + "', but it is " + expected);
            return null;
        } catch (JsonProcessingException e) {
            Expect.that(kind != JsonTree.Kind.JSON, () -> "taken for no JSON: " + e.getMessage());
            return null;
        } catch (IOException e) {
            throw new AssertionError("neither no JSON nor an unexpected document", e);
        }
        Expect.that(kind != JsonTree.Kind.NO_JSON, () -> "no JSON, but read as " + data);
        JsonNode tree = kind == JsonTree.Kind.JSON ? JsonTree.read(document) : null;
        if (tree != null) {
            Expect.equal("the document", data, oracle.apply(tree));
        }
        return data;
    }

    /** Reads a document that is known to be good. */
    public static <T> T read(byte[] document, Reader<T> reader) throws IOException {
        try (JsonParser parser = JSON.createParser(new ByteArrayInputStream(document))) {
            T data = reader.read(parser);
            ListDocument.finish(parser);
            return data;
        }
    }
}
