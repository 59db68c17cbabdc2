// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

/**
 * A part of the files of routes, to look for something in.
 *
 * @param file the file; null for all of them
 * @param from first line
 * @param to   last line
 */
record YamlScope(String file, int from, int to) {

    /** All of the files. */
    static final YamlScope ALL = new YamlScope(null, 1, Integer.MAX_VALUE);

    boolean has(YamlEntry entry) {
        return file == null || file.equals(entry.file()) && from <= entry.line() && entry.line() <= to;
    }

    /** {@code file:line: } of its beginning; empty for all of the files. */
    String place() {
        return file == null ? "" : file + ":" + from + ": ";
    }
}
