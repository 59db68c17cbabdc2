// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The entries of a properties file with the lines they stand on.
 *
 * @param name   name of the file, for messages
 * @param values values by key, in the order of the file
 * @param lines  line numbers by key, from 1
 */
record PropertiesFile(String name, Map<String, String> values, Map<String, Integer> lines) {

    /** A file without entries. */
    static final PropertiesFile NONE = new PropertiesFile("", Map.of(), Map.of());

    /**
     * Reads the text of a file in the format of {@link Properties}.
     *
     * @throws ConfigException when the text is not in that format, naming the line, or gives a key twice
     */
    static PropertiesFile parse(String name, String text) throws ConfigException {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        String[] physical = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < physical.length; i++) {
            int first = i;
            StringBuilder logical = new StringBuilder(physical[i]);
            // A comment ends with its line; what continues another line is no comment, whatever it begins with.
            while (!isComment(physical[first]) && continues(physical[i]) && i + 1 < physical.length) {
                logical.append('\n').append(physical[++i]);
            }
            if (i + 1 < physical.length) {
                // A continued line of which nothing is left is no entry, unless it is the end of the file.
                logical.append('\n');
            }
            for (Map.Entry<Object, Object> entry :
                    load(name, first + 1, logical.toString()).entrySet()) {
                String key = (String) entry.getKey();
                if (values.put(key, ((String) entry.getValue()).strip()) != null) {
                    throw new ConfigException(name + ":" + (first + 1) + ": " + OneLine.of(key)
                            + " stands there twice, first in line " + lines.get(key) + "; delete one of them");
                }
                lines.put(key, first + 1);
            }
        }
        return new PropertiesFile(name, values, lines);
    }

    /** {@code file:line: } of a key, for messages; empty for a key that is not in the file. */
    String place(String key) {
        Integer line = lines.get(key);
        return line == null ? "" : name + ":" + line + ": ";
    }

    private static boolean isComment(String line) {
        int first = 0;
        while (first < line.length() && " \t\f".indexOf(line.charAt(first)) >= 0) {
            first++;
        }
        return first < line.length() && (line.charAt(first) == '#' || line.charAt(first) == '!');
    }

    private static boolean continues(String line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private static Properties load(String name, int line, String logical) throws ConfigException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IllegalArgumentException | IOException e) {
            throw new ConfigException(name + ":" + line + ": " + e.getMessage(), e);
        }
        return one;
    }
}
