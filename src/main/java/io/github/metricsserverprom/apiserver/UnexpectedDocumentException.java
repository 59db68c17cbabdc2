// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import java.io.IOException;

/** An answer is JSON, but not the document that was asked for. */
public final class UnexpectedDocumentException extends IOException {

    /** What was found and what was expected. */
    public UnexpectedDocumentException(String message) {
        super(message);
    }
}
