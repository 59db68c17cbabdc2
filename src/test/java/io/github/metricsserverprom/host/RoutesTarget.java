// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.testing.Expect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Any bytes in the place of one of the shipped route files: they can be used, or every finding is a line that says where.
 * The routes are built as a reload builds them; none is started.
 */
final class RoutesTarget implements AutoCloseable {

    private static final Path FOLDER = Path.of("routes");

    private static final Pattern FINDING =
            Pattern.compile("(routes/[a-z-]+\\.camel\\.yaml:[0-9]+|routes): [^\\p{Cntrl}]+");

    private final SortedMap<String, byte[]> shipped;
    private final Settings settings;
    private final DryRun run = new DryRun();

    RoutesTarget() throws IOException, ConfigException {
        shipped = RouteFiles.read(FOLDER, Path.of("none")).files();
        settings =
                Settings.of(Files.readString(Path.of("application.properties")), "", null, Map.of(), new Properties());
    }

    /** Names of the shipped files. */
    List<String> names() {
        return List.copyOf(shipped.keySet());
    }

    byte[] shipped(String name) {
        return shipped.get(name);
    }

    void check(String name, byte[] content) {
        SortedMap<String, byte[]> files = new TreeMap<>(shipped);
        files.put(name, content);
        Sources sources = Sources.of(new RouteFiles(FOLDER, files, new TreeSet<>(), null, ""), settings);
        List<String> findings = new ArrayList<>();
        try {
            run.build(sources).stop();
        } catch (RoutesException e) {
            Expect.that(!e.findings().isEmpty(), () -> "refused without a finding");
            findings.addAll(e.findings());
        }
        for (String finding : findings) {
            Expect.that(FINDING.matcher(finding).matches(), () -> "does not say where: " + finding);
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
