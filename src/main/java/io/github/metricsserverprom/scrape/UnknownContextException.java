// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import java.util.List;

/** A request asks for a kubeconfig context that it may not ask for. */
public final class UnknownContextException extends Exception {

    private static final int LONGEST = 100;

    /**
     * Thrown for the context asked for.
     *
     * @param known the contexts that may be asked for
     */
    public UnknownContextException(String asked, List<String> known) {
        super("unknown context '" + printable(asked) + "', expected "
                + (known.isEmpty() ? "none: this exporter reads one cluster" : "one of " + String.join(", ", known))
                + " (exporter.contexts)");
    }

    private static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
