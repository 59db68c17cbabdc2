// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The rest of an answer that nobody wants. It is left to come to its end, and given up only when it does not: Vert.x hands a
 * connection on as soon as an answer is there in full, read or not, and closes it when that answer is cancelled later
 * (Http1xClientConnection, {@code reset} of a stream whose response has ended), under whoever uses it by then.
 */
final class UnwantedRest {

    private static final long PATIENCE_MILLIS = 1_000;

    private UnwantedRest() {}

    /** Cancels the answer unless it ends soon; its consumer goes on asking for chunks and throws them away. */
    static void of(AsyncBody body) {
        body.done().copy().orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).whenComplete((done, late) -> {
            if (late instanceof TimeoutException) {
                body.cancel();
            }
        });
    }
}
