// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import java.io.IOException;

/** Bytes that are no protobuf message, or none of the expected shape. */
public final class MalformedMessageException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * What was found.
     *
     * @param what   in words that go on from "the answer is"
     * @param offset of the byte where it was found, from the beginning of the answer
     */
    public MalformedMessageException(String what, long offset) {
        super(what + " at byte " + offset);
    }
}
