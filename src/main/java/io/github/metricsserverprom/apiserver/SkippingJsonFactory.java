// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;
import java.io.InputStream;

/**
 * Makes parsers of the JSON of an API server, which is UTF-8 without a mark at its beginning (RFC 8259 section 8.1), so its
 * encoding is not guessed.
 */
public final class SkippingJsonFactory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    /** Few objects are cut by the end of a buffer of this size. */
    private static final int BUFFER = 32 * 1024;

    @Override
    protected JsonParser _createParser(InputStream body, IOContext context) {
        return new SkippingJsonParser(
                context,
                _parserFeatures,
                body,
                getCodec(),
                _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
                new byte[BUFFER]);
    }
}
