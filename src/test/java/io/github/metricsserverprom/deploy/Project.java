// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts of {@code pom.xml}. */
final class Project {

    private static final Pattern VERSION =
            Pattern.compile("<artifactId>metrics-server-prom</artifactId>\\s*<version>([^<]+)</version>");

    private Project() {}

    /** The version to be released: without {@code -SNAPSHOT}. */
    static String version() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        if (!version.find()) {
            throw new IOException("no version in pom.xml");
        }
        return version.group(1).replace("-SNAPSHOT", "");
    }
}
