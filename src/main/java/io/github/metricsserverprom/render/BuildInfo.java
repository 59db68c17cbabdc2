// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is, from the {@code build.properties} that the build writes into the jar.
 *
 * @param version  version of the program
 * @param revision commit it was built from, abbreviated; empty when it was not built in a git checkout
 */
public record BuildInfo(String version, String revision) {

    private static final String FILE = "/io/github/metricsserverprom/build.properties";

    /** Reads it from the class path. */
    public static BuildInfo load() {
        Properties properties = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream(FILE)) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE + " of the jar", e);
        }
        String revision = properties.getProperty("revision");
        return new BuildInfo(properties.getProperty("version"), revision.startsWith("${") ? "" : revision);
    }
}
