// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What becomes of a healthy page when reads fail: derived from its text, so that every byte of the page is compared. */
final class Pages {

    private static final Pattern DURATION =
            Pattern.compile("(?m)^(metrics_server_prom_scrape_(?:collector_)?duration_seconds(?:\\{.*})?) [0-9.]+$");

    private Pages() {}

    /** The page with durations as {@code S}. */
    static String masked(String page) {
        return DURATION.matcher(page).replaceAll("$1 S");
    }

    /** The page when these reads fail: what they would have brought is not there, and the health block says so. */
    static String without(String healthy, Set<String> failed) {
        String page = healthy;
        for (String collector : failed) {
            page = page.replace(
                    "collector_success{collector=\"" + collector + "\"} 1",
                    "collector_success{collector=\"" + collector + "\"} 0");
        }
        if (!failed.isEmpty()) {
            page = page.replace("metrics_server_prom_up 1", "metrics_server_prom_up 0");
        }
        if (failed.contains("pods") && !failed.contains("pod_metrics")) {
            page = page.replace("unmatched_pods 0", "unmatched_pods " + pods(healthy));
        }
        if (failed.contains("pod_metrics")) {
            page = keep(page, family -> !family.matches("kube_metrics_server_(pod|container)_.*"));
        }
        if (failed.contains("node_metrics")) {
            page = keep(page, family -> !family.startsWith("kube_metrics_server_node_"));
        }
        return page;
    }

    /** The page with only the families of these names. */
    static String keep(String page, Predicate<String> family) {
        return lines(
                page, line -> family.test(line.replaceFirst("^# [A-Z]+ ", "").split("[ {]", 2)[0]));
    }

    /** The page with only these samples; comments stay. */
    static String samples(String page, Predicate<String> sample) {
        return lines(page, line -> line.startsWith("#") || sample.test(line));
    }

    private static String lines(String page, Predicate<String> wanted) {
        return page.lines().filter(wanted).collect(Collectors.joining("\n", "", "\n"));
    }

    /** A change of every sample of a family. */
    static String values(String page, String family, UnaryOperator<String> value) {
        return page.lines()
                .map(line -> {
                    int space = line.lastIndexOf(' ');
                    return line.startsWith(family + "{")
                            ? line.substring(0, space + 1) + value.apply(line.substring(space + 1))
                            : line;
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The page without a node and the pods on it. */
    static String withoutNode(String page, String node) {
        List<String> pods = series(page, "kube_metrics_server_pod_info").stream()
                .filter(series -> series.contains("node=\"" + node + "\""))
                .map(series -> series.replaceFirst(".*(namespace=\"[^\"]*\",pod=\"[^\"]*\").*", "$1"))
                .toList();
        return samples(
                page,
                line -> !line.contains("node=\"" + node + "\"") && pods.stream().noneMatch(line::contains));
    }

    /** The page without the first sample of a family. */
    static String withoutFirst(String page, String family) {
        String first = page.lines()
                .filter(line -> line.startsWith(family + "{"))
                .findFirst()
                .orElseThrow();
        return page.replace(first + "\n", "");
    }

    /** The number of pods on a page. */
    static long pods(String page) {
        return series(page, "kube_metrics_server_pod_info").size();
    }

    /** Names and labels of the samples of a family. */
    static List<String> series(String page, String family) {
        return page.lines()
                .filter(line -> line.startsWith(family + "{"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }
}
