// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Arguments taken apart: words and options, in any order, as {@code --name value}, {@code --name=value}, {@code -n value},
 * {@code -n=value} or {@code -nvalue}. A repeated option counts the last time.
 */
record CommandLine(List<String> words, Map<String, String> options) {

    /**
     * Takes arguments apart.
     *
     * @param valued options that take a value
     * @param flags options that take none and make no difference
     * @param shortNames one-letter options and what they stand for
     * @return empty if there is an option that is not known or lacks its value
     */
    static Optional<CommandLine> parse(
            List<String> args, Set<String> valued, Set<String> flags, Map<String, String> shortNames) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (Iterator<String> left = args.iterator(); left.hasNext(); ) {
            String arg = left.next();
            if (!arg.startsWith("-")) {
                words.add(arg);
            } else if (!flags.contains(arg)) {
                String[] parts = split(arg, shortNames);
                boolean complete = parts[1] != null || left.hasNext();
                if (!valued.contains(parts[0]) || !complete) {
                    return Optional.empty();
                }
                options.put(parts[0], parts[1] != null ? parts[1] : left.next());
            }
        }
        return Optional.of(new CommandLine(words, options));
    }

    boolean has(String option) {
        return first(option) != null;
    }

    /** The value of the first of these options that is there and not empty, else null. */
    String first(String... names) {
        for (String name : names) {
            String value = options.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    /** Whether an option is absent or has this value. */
    boolean isAbsentOr(String option, String value) {
        return options.getOrDefault(option, value).equals(value);
    }

    /** Name and value of an option; the value is null when it comes next. */
    private static String[] split(String arg, Map<String, String> shortNames) {
        if (!arg.startsWith("--") && arg.length() >= 2) {
            String rest = arg.substring(2);
            String value = rest.startsWith("=") ? rest.substring(1) : rest;
            return new String[] {shortNames.getOrDefault(arg.substring(0, 2), arg), rest.isEmpty() ? null : value};
        }
        int equals = arg.indexOf('=');
        return equals < 0
                ? new String[] {arg, null}
                : new String[] {arg.substring(0, equals), arg.substring(equals + 1)};
    }
}
