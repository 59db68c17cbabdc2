// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.testing.Expect;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** Any text as a time, as a window and as a list of labels to keep. */
final class FieldTarget {

    private FieldTarget() {}

    static void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Expect.equal("as a time " + text, time(text), TimeTree.instant(text));
        Expect.equal("as a window " + text, window(text), TimeTree.duration(text));
        labels(text);
    }

    private static Instant time(String text) {
        try {
            return SampleTime.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration window(String text) {
        try {
            return GoDuration.parse(text);
        } catch (DateTimeException e) {
            Expect.that(e.getMessage().length() < 200, () -> "a long message: " + e.getMessage());
            return null;
        }
    }

    private static void labels(String text) {
        Set<String> names = new TreeSet<>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ',') {
                names.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        names.remove("");
        LabelFilter filter = LabelFilter.of(text);
        Expect.equal("all", filter.all(), names.contains("*"));
        Expect.equal("none", filter.none(), names.isEmpty());
        for (String name : names) {
            Expect.that(filter.keeps(name), () -> text + " does not keep " + name);
            Expect.equal(name + "!", filter.keeps(name + "!"), names.contains("*") || names.contains(name + "!"));
        }
        LabelFilter more = filter.with(Set.of("more", "app"));
        Expect.that(more.keeps("more") && more.keeps("app"), () -> text + " with more does not keep it");
        Expect.that(names.stream().allMatch(more::keeps), () -> text + " with more keeps less");
    }
}
