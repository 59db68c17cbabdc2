// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import io.github.metricsserverprom.model.ReadFailure;

/** An upstream read failed in a way that is explained to the operator. */
public final class ReadException extends Exception {

    private final transient ReadFailure failure;

    public ReadException(ReadFailure failure) {
        super(failure.text());
        this.failure = failure;
    }

    public ReadException(ReadFailure failure, Throwable cause) {
        super(failure.text(), cause);
        this.failure = failure;
    }

    /** What to tell. */
    public ReadFailure failure() {
        return failure;
    }
}
