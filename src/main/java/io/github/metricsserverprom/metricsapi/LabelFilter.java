// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which labels of pods or nodes a read keeps. They come with the metrics API in any case; keeping none costs nothing.
 *
 * @param all   keep every label
 * @param names names to keep otherwise
 */
record LabelFilter(boolean all, Set<String> names) {

    /** Keeps no label. */
    static final LabelFilter NONE = new LabelFilter(false, Set.of());

    /** From an option's text: names separated by commas, {@code *} for all, null or blank for none. */
    static LabelFilter of(String option) {
        if (option == null || option.isBlank()) {
            return NONE;
        }
        Set<String> names = Arrays.stream(option.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new LabelFilter(names.contains("*"), names);
    }

    /** Keeps these as well. */
    LabelFilter with(Set<String> more) {
        if (all || names.containsAll(more)) {
            return this;
        }
        return new LabelFilter(
                false, Stream.concat(names.stream(), more.stream()).collect(Collectors.toUnmodifiableSet()));
    }

    boolean none() {
        return !all && names.isEmpty();
    }

    boolean keeps(String name) {
        return all || names.contains(name);
    }
}
