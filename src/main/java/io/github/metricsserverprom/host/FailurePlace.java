// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * What part of the files a failure is about, as far as that is known.
 *
 * @param yaml  the files
 * @param scope what it is about
 * @param text  {@code file:line: } and the route or bean, to name when nothing better is known; empty for nothing
 */
record FailurePlace(YamlFiles yaml, YamlScope scope, String text) {

    /** The first entry that fits, of the part that the failure is about if there is one in it. */
    Optional<YamlEntry> find(Predicate<YamlEntry> wanted) {
        return yaml.findNear(scope, wanted);
    }

    /** {@code file:line: } of that entry; this place when there is none. */
    String of(Predicate<YamlEntry> wanted) {
        return find(wanted).map(YamlEntry::place).orElse(text);
    }
}
