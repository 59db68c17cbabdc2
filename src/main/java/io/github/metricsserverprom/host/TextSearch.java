// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the place of a word in the files of routes, for messages about things of which Camel does not keep the place. */
final class TextSearch {

    private TextSearch() {}

    /** {@code file:line: } of the first line that has the word by itself and is no comment; empty when none has. */
    static String place(RouteFiles files, String word) {
        Pattern whole = Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])");
        for (Map.Entry<String, byte[]> file : files.files().entrySet()) {
            String[] lines = new String(file.getValue(), StandardCharsets.UTF_8).split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                if (!lines[i].stripLeading().startsWith("#")
                        && whole.matcher(lines[i]).find()) {
                    return file.getKey() + ":" + (i + 1) + ": ";
                }
            }
        }
        return "";
    }
}
