// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

/**
 * A text is not a Kubernetes quantity. The message is one line that names the text, shortened and with control
 * characters escaped, so it can be logged or shown as it is.
 *
 * <p>It carries no stack trace: it reports a fault in data, whose place is the text, and a broken upstream can cause
 * one per container and scrape.
 */
public final class QuantityFormatException extends IllegalArgumentException {
    private static final int SHOWN_CHARACTERS = 40;

    /** What is not printable is shown as six characters; of that there are fewer. */
    private static final int LONGEST_SHOWN = 80;

    QuantityFormatException(CharSequence text, String reason) {
        super("not a Kubernetes quantity: " + quoted(text) + ": " + reason);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    /** The first characters of the text in double quotes, with everything outside of printable ASCII as \\uXXXX. */
    static String quoted(CharSequence text) {
        int most = Math.min(text.length(), SHOWN_CHARACTERS);
        StringBuilder quoted = new StringBuilder(most + 32).append('"');
        int shown = 0;
        while (shown < most && quoted.length() < LONGEST_SHOWN) {
            char c = text.charAt(shown++);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04x", (int) c));
            }
        }
        quoted.append('"');
        if (shown < text.length()) {
            quoted.append("... (").append(text.length()).append(" characters)");
        }
        return quoted.toString();
    }
}
