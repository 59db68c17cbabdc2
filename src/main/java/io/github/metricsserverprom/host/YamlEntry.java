// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.ArrayList;
import java.util.List;

/**
 * One key of a mapping, or one item of a list, in a file of routes.
 *
 * @param file      the file, as messages show it
 * @param path      keys and {@code [index]}es from the top of the file to the mapping or list that holds it
 * @param parent    line on which that mapping or list begins, from 1
 * @param key       the key; empty for an item of a list
 * @param line      line of the key or item
 * @param value     the value when it is plain text; null when it is a mapping or list
 * @param valueLine line on which the value begins
 * @param shape     what the value is
 */
record YamlEntry(
        String file, List<String> path, int parent, String key, int line, String value, int valueLine, Shape shape) {

    /** What a value can be in YAML. */
    enum Shape {
        TEXT,
        LIST,
        MAPPING
    }

    /** {@code file:line: }. */
    String place() {
        return file + ":" + line + ": ";
    }

    /** Whether it is a key of an item of a list, as routes and steps are. */
    boolean isElement() {
        return !key.isEmpty() && !path.isEmpty() && path.get(path.size() - 1).startsWith("[");
    }

    /** The path of what is inside of the value. An item of a list does not know which one it is. */
    List<String> inside() {
        List<String> longer = new ArrayList<>(path);
        longer.add(key.isEmpty() ? "[0]" : key);
        return longer;
    }

    boolean isKey(String name) {
        return key.equals(name);
    }

    boolean hasValue(String text) {
        return text.equals(value);
    }

    boolean mentions(String text) {
        return value != null && value.contains(text);
    }

    /** The key of the innermost mapping that has a name, such as {@code route} or {@code bean}; empty at the top. */
    String owner() {
        for (int i = path.size() - 1; i >= 0; i--) {
            if (!path.get(i).startsWith("[")) {
                return path.get(i);
            }
        }
        return "";
    }
}
