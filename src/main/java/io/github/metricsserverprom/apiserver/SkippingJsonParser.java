// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.io.InputStream;

/**
 * Jackson's parser of UTF-8, faster at passing over objects whose members are all plain strings, such as the labels of a
 * pod: more than half of the bytes of a {@code PodMetricsList}. Jackson makes a token of every member on the way, and looks
 * up every name; here such an object is one loop over its bytes, which accepts nothing that Jackson would not. An object of
 * any other form is left to Jackson.
 */
final class SkippingJsonParser extends UTF8StreamJsonParser {

    SkippingJsonParser(
            IOContext context,
            int features,
            InputStream body,
            ObjectCodec codec,
            ByteQuadsCanonicalizer names,
            byte[] buffer) {
        super(context, features, body, codec, names, buffer, 0, 0, 0, false);
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        if (currentToken() != JsonToken.START_OBJECT) {
            return super.skipChildren();
        }
        int end = endOfPlainObject(_inputBuffer, _inputPtr, _inputEnd);
        if (end < 0) {
            return super.skipChildren();
        }
        // With its members behind it the parser stands as if the object were empty.
        _inputPtr = end;
        nextToken();
        return this;
    }

    /**
     * The place of the brace that ends an object which goes on with {@code "name":"value",} and so on, without spaces,
     * escapes and characters beyond ASCII; -1 when it is another one or does not end in this buffer.
     */
    private static int endOfPlainObject(byte[] buffer, int from, int to) {
        int at = from;
        while (true) {
            at = afterString(buffer, at, to);
            if (at < 0 || at >= to || buffer[at] != ':') {
                return -1;
            }
            at = afterString(buffer, at + 1, to);
            if (at < 0 || at >= to) {
                return -1;
            }
            byte next = buffer[at];
            if (next == '}') {
                return at;
            }
            if (next != ',') {
                return -1;
            }
            at++;
        }
    }

    private static int afterString(byte[] buffer, int from, int to) {
        if (from >= to || buffer[from] != '"') {
            return -1;
        }
        for (int at = from + 1; at < to; at++) {
            byte character = buffer[at];
            if (character == '"') {
                return at + 1;
            }
            // Bytes beyond ASCII are negative.
            if (character < ' ' || character == '\\') {
                return -1;
            }
        }
        return -1;
    }
}
