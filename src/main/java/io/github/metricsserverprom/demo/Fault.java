// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.time.Duration;
import java.util.Map;

/**
 * Something that goes wrong with a request, perhaps after a delay. Immutable.
 *
 * @param delay before anything else happens
 * @param effect what happens then
 */
public record Fault(Duration delay, Effect effect) {

    /** What happens to an answer. */
    public sealed interface Effect permits None, Break, Reply, Recorded, Empty, Endless, Garbage {}

    /** Nothing: the answer is as usual. */
    public record None() implements Effect {}

    /**
     * The connection does something instead of finishing the answer.
     *
     * @param how it ends, or does not end
     * @param where in the answer
     */
    public record Break(How how, Where where) implements Effect {}

    /**
     * Another answer.
     *
     * @param status HTTP status
     * @param contentType of the body
     * @param body of the answer
     * @param headers besides those of every answer
     */
    public record Reply(int status, String contentType, String body, Map<String, String> headers) implements Effect {
        public Reply {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * An error in the words of a real API server.
     *
     * @param error which one
     */
    public record Recorded(RecordedError error) implements Effect {}

    /** A list without items. */
    public record Empty() implements Effect {}

    /** A list whose items do not come to an end. */
    public record Endless() implements Effect {}

    /** Status 200 and JSON as content type, but the body ends in nonsense. */
    public record Garbage() implements Effect {}

    /** How a connection fails. */
    public enum How {
        /** Nothing more comes, the connection stays. */
        HANG,
        /** TCP reset (HTTP/2: RST_STREAM). */
        RESET,
        /** The server closes its sending half (FIN) and goes on reading (HTTP/2: RST_STREAM). */
        HALF_CLOSE,
        /** The server closes the connection in good order but too early. */
        CLOSE
    }

    /** Where in an answer a connection fails. */
    public enum Where {
        BEFORE_HEADERS,
        AFTER_HEADERS,
        /** After about half of the body. */
        MID_BODY
    }

    /** The usual answer, but late. */
    public static Fault latency(Duration delay) {
        return new Fault(delay, new None());
    }

    public static Fault hang(Where where) {
        return new Fault(Duration.ZERO, new Break(How.HANG, where));
    }

    public static Fault reset(Where where) {
        return new Fault(Duration.ZERO, new Break(How.RESET, where));
    }

    public static Fault halfClose(Where where) {
        return new Fault(Duration.ZERO, new Break(How.HALF_CLOSE, where));
    }

    /** The connection is closed in the middle of the body. */
    public static Fault truncate() {
        return new Fault(Duration.ZERO, new Break(How.CLOSE, Where.MID_BODY));
    }

    public static Fault recorded(RecordedError error) {
        return new Fault(Duration.ZERO, new Recorded(error));
    }

    public static Fault reply(int status, String contentType, String body) {
        return new Fault(Duration.ZERO, new Reply(status, contentType, body, Map.of()));
    }

    /** Like a metrics-server that has no samples yet. */
    public static Fault emptyItems() {
        return new Fault(Duration.ZERO, new Empty());
    }

    /** A list without end, for as long as the client reads. */
    public static Fault endless() {
        return new Fault(Duration.ZERO, new Endless());
    }

    public static Fault garbage() {
        return new Fault(Duration.ZERO, new Garbage());
    }

    /** The same after a delay. */
    public Fault after(Duration newDelay) {
        return new Fault(newDelay, effect);
    }
}
