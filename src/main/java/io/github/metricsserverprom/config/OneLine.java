// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import java.util.regex.Pattern;

/**
 * Words of a file as a message shows them. A finding is one line of a log, of an answer and of a terminal; what a file
 * quotes must neither begin another one nor steer the terminal.
 */
public final class OneLine {

    /** Unicode's general categories: control characters, line and paragraph separators, format characters. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cf}]");

    private OneLine() {}

    /** The text with a question mark for each character that cannot be seen. */
    public static String of(String text) {
        return UNSEEN.matcher(text).replaceAll("?");
    }
}
