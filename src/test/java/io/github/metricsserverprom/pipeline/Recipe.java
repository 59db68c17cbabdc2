// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the folder of recipes.
 *
 * @param file the file
 * @param text its text
 */
record Recipe(Path file, String text) {

    static final Path FOLDER = Path.of("src/docs/recipes");
    private static final String SUFFIX = ".camel.yaml";
    private static final Pattern INSTALL = Pattern.compile(
            "(?m)^# Install: copy this file (?:to routes/|over routes/([a-z-]+\\.camel\\.yaml), under that name)\\.$");

    static Recipe named(String name) {
        Path file = FOLDER.resolve(name + SUFFIX);
        try {
            return new Recipe(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every recipe, in the order of their names. */
    static List<Recipe> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .map(name -> named(name.substring(0, name.length() - SUFFIX.length())))
                    .toList();
        }
    }

    /** The file's name without its suffix. */
    String name() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** The comment that the file begins with. */
    String header() {
        return String.join(
                "\n", text.lines().takeWhile(line -> line.startsWith("#")).toList());
    }

    /** Whether the header says how to install it. */
    boolean saysHow() {
        return INSTALL.matcher(header()).find();
    }

    /** The name that the file gets in routes/, as its header says. */
    String installedAs() {
        Matcher install = INSTALL.matcher(header());
        if (!install.find()) {
            throw new AssertionError(file + " does not say how to install it");
        }
        return install.group(1) == null ? file.getFileName().toString() : install.group(1);
    }

    /** The recipe with a change that its header tells to make. */
    Recipe changed(String from, String to) {
        if (!text.contains(from)) {
            throw new AssertionError(file + " does not contain " + from);
        }
        return new Recipe(file, text.replace(from, to));
    }

    @Override
    public String toString() {
        return name();
    }
}
