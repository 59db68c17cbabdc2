// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The symbols and words of a label selector, taken one after the other. Blanks only separate. Not thread-safe. */
final class LabelSelectorTokens {

    /** A symbol, or a word: what is neither blank nor the beginning of a symbol. */
    private static final Pattern TOKEN = Pattern.compile("==|!=|[=!(),<>]|[^=!(),<>\\s]+");

    private record Token(String text, int at) {}

    private final List<Token> tokens = new ArrayList<>();
    private int next;

    LabelSelectorTokens(String text) {
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(new Token(matcher.group(), matcher.start() + 1));
        }
    }

    boolean atEnd() {
        return next == tokens.size();
    }

    boolean isNext(String text) {
        return !atEnd() && tokens.get(next).text().equals(text);
    }

    /** Takes the next token if it is this one. */
    boolean take(String text) {
        boolean is = isNext(text);
        next += is ? 1 : 0;
        return is;
    }

    /** Takes the next token if it is one of these; empty when it is another one, which stays. */
    String takeOneOf(String... texts) {
        for (String text : texts) {
            if (take(text)) {
                return text;
            }
        }
        return "";
    }

    /** Takes the next token if it is a word; empty when it is none. */
    String takeWord() {
        if (atEnd() || "=!(),<>".indexOf(tokens.get(next).text().charAt(0)) >= 0) {
            return "";
        }
        return tokens.get(next++).text();
    }

    /** What to say of the next token, in whose place something else was expected. */
    IllegalArgumentException unexpected(String expected) {
        String found = atEnd()
                ? "at its end"
                : "found '" + tokens.get(next).text() + "' at character "
                        + tokens.get(next).at();
        return new IllegalArgumentException(found + ", expected " + expected);
    }
}
