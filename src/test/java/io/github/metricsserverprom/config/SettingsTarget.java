// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import io.github.metricsserverprom.testing.Expect;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Any text as {@code application.properties}: it is what {@link Properties} reads, or it is refused with a line for each
 * mistake that says where, and only if there is one.
 */
final class SettingsTarget {

    private static final String NAME = "application.properties";
    private static final Pattern FINDING = Pattern.compile(NAME + ":([0-9]+): [^\\p{Cntrl}]+");

    private final String defaults;

    SettingsTarget() {
        try {
            // Without comments: they would be most of what each input costs.
            defaults = Files.readAllLines(Path.of(NAME)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notices a key that is there twice. */
    private static final class Entries extends Properties {
        private static final long serialVersionUID = 1L;
        private boolean twice;

        @Override
        public synchronized Object put(Object key, Object value) {
            twice |= containsKey(key);
            return super.put(key, value);
        }
    }

    void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Entries entries = entries(text);
        Settings settings;
        try {
            settings = Settings.of(defaults, NAME, text, Map.of(), new Properties());
        } catch (ConfigException e) {
            boolean mistake = entries == null || entries.twice || mistaken(entries) || contradicts(e.getMessage());
            Expect.that(mistake, () -> "no mistake: " + e.getMessage());
            long lines = text.split("\r\n|\r|\n", -1).length;
            e.getMessage().lines().forEach(finding -> {
                Matcher parts = FINDING.matcher(finding);
                Expect.that(parts.matches(), () -> "no finding: " + finding);
                Expect.that(Long.parseLong(parts.group(1)) <= lines, () -> "no such line: " + finding);
            });
            return;
        }
        Expect.that(entries != null && !entries.twice && !mistaken(entries), () -> "a mistake is not told of: " + text);
        Expect.that(settings.reads().bringsUsage(), () -> "nothing to read: " + text);
        Properties all = settings.asProperties();
        entries.forEach((key, value) ->
                Expect.equal("value of " + key, all.getProperty((String) key), ((String) value).strip()));
        for (Setting setting : Setting.values()) {
            switch (setting.type()) {
                case DURATION -> settings.duration(setting);
                case COUNT, COUNT_OR_ZERO, LEVEL_1_TO_9, PORT -> settings.number(setting);
                default -> settings.list(setting);
            }
        }
    }

    /** Whether the settings are right one by one and leave nothing to read together. */
    private static boolean contradicts(String message) {
        return message.contains("which leaves no usage to publish")
                || message.contains("exporter.namespaces-denylist is '");
    }

    private static Entries entries(String text) {
        Entries entries = new Entries();
        try {
            entries.load(new StringReader(text));
            return entries;
        } catch (IllegalArgumentException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean mistaken(Properties entries) {
        return entries.entrySet().stream().anyMatch(entry -> {
            String key = (String) entry.getKey();
            boolean ours = key.matches("(?s)(exporter|demo|camel\\.server|camel\\.management)\\..*");
            return Setting.ofKey(key)
                    .map(setting -> !setting.type()
                            .mistake(((String) entry.getValue()).strip())
                            .isEmpty())
                    .orElse(ours);
        });
    }
}
