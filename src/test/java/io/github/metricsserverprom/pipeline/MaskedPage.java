// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import java.util.regex.Pattern;

/** A page without what differs from scrape to scrape and from build to build, so that the rest can be compared exactly. */
final class MaskedPage {

    private static final Pattern DURATION =
            Pattern.compile("(?m)^(metrics_server_prom_scrape_(?:collector_)?duration_seconds(?:\\{.*})?) [0-9.]+$");
    private static final Pattern VERSIONS = Pattern.compile("(version|revision|camel_version|java_version)=\"[^\"]+\"");

    private MaskedPage() {}

    /** The text with durations as {@code <seconds>} and versions as {@code <version>} and so on. */
    static String of(String page) {
        String durations = DURATION.matcher(page).replaceAll("$1 <seconds>");
        StringBuilder masked = new StringBuilder();
        durations.lines().forEach(line -> {
            boolean build = line.startsWith("metrics_server_prom_build_info{");
            masked.append(build ? VERSIONS.matcher(line).replaceAll("$1=\"<$1>\"") : line)
                    .append('\n');
        });
        return masked.toString();
    }
}
