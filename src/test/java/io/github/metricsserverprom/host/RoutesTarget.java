// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.testing.Expect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any bytes in the place of one of the shipped route files, or of a recipe that is installed: they can be used, or every
 * finding is a line that says where, in words of the file. The routes are built as a reload builds them; none is started.
 */
final class RoutesTarget implements AutoCloseable {

    private static final Path FOLDER = Path.of("routes");

    private static final Path RECIPES = Path.of("src/docs/recipes");

    private static final Pattern OVER = Pattern.compile("over routes/([a-z-]+\\.camel\\.yaml)");

    private static final Pattern FINDING =
            Pattern.compile("(routes/[a-z-]+\\.camel\\.yaml:[0-9]+|routes): [^\\p{Cntrl}]+");

    /** What operators cannot do anything with. */
    private static final Pattern INTERNALS = Pattern.compile(
            "Cannot (invoke|cast) |because |org\\.apache\\.|snakeyaml|Failed to |Node (type|should) |Unable to "
                    + "|must be (set|specified|provided)|>>>|<<<|@[0-9a-f]{6,8}\\b");

    /**
     * A good file to make bad ones of.
     *
     * @param name    in the folder of routes
     * @param content its bytes
     */
    record Seed(String name, byte[] content) {

        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

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

    /** The shipped files and the recipes, under the names that they are installed by. */
    List<Seed> seeds() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        shipped.forEach((name, content) -> seeds.add(new Seed(name, content)));
        RouteFiles.read(RECIPES, Path.of("none")).files().forEach((name, content) -> {
            Matcher over = OVER.matcher(new String(content, StandardCharsets.UTF_8));
            seeds.add(new Seed(over.find() ? over.group(1) : name, content));
        });
        return seeds;
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
            Expect.that(!INTERNALS.matcher(finding).find(), () -> "is not in words of the file: " + finding);
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
