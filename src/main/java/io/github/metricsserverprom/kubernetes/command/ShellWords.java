// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a command line apart as a POSIX shell does, without expanding anything: words end at white space, single quotes keep all,
 * double quotes keep all but {@code \"} and {@code \\}, a backslash keeps what follows. It is Python's {@code shlex.split}, which AWS'
 * command line tools use.
 */
public final class ShellWords {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private int at;

    private ShellWords(String line) {
        this.line = line;
    }

    /**
     * The words of a line.
     *
     * @throws IllegalArgumentException if a quotation does not end
     */
    public static List<String> split(String line) {
        return new ShellWords(line).split();
    }

    private List<String> split() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            switch (c) {
                case '\'' -> quoted('\'');
                case '"' -> quoted('"');
                case '\\' -> add(next());
                case ' ', '\t', '\r', '\n' -> end();
                default -> add(c);
            }
        }
        end();
        return words;
    }

    private void quoted(char quote) {
        begun = true;
        for (char c = next(); c != quote; c = next()) {
            boolean escape = c == '\\' && quote == '"' && (peek() == '"' || peek() == '\\');
            add(escape ? next() : c);
        }
    }

    private void add(char c) {
        begun = true;
        word.append(c);
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : 0;
    }

    private char next() {
        if (at == line.length()) {
            throw new IllegalArgumentException("a quotation does not end");
        }
        return line.charAt(at++);
    }
}
