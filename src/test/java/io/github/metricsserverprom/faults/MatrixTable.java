// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import io.github.metricsserverprom.faults.Row.Failure;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The fault matrix as a table of Markdown. */
final class MatrixTable {

    private MatrixTable() {}

    static String text(List<Row> rows) {
        StringBuilder table =
                new StringBuilder("| The API server | Pods by | Scrape | Reason on the page or in the log |\n"
                        + "| --- | --- | --- | --- |\n");
        for (Row row : rows) {
            table.append("| ")
                    .append(row.fault())
                    .append(row.tls() ? " (TLS)" : "")
                    .append(" | ")
                    .append(row.modes().stream()
                            .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(scrape(row))
                    .append(" | ")
                    .append(reasons(row))
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String scrape(Row row) {
        if (row.unavailable()) {
            return "503, one line for each read";
        }
        if (!row.shows().isEmpty()) {
            return "200, " + row.shows();
        }
        if (row.failed().isEmpty()) {
            return "200, everything";
        }
        return "200, " + row.failed().stream().map(MatrixTable::lost).collect(Collectors.joining(", "));
    }

    private static String lost(String collector) {
        return switch (collector) {
            case "pod_metrics" -> "nothing of pods";
            case "node_metrics" -> "nothing of nodes";
            default -> "labels of pods as last known";
        };
    }

    private static String reasons(Row row) {
        return row.failures().stream()
                .map(Failure::reason)
                .distinct()
                .map(reason -> reason.replace("|", "\\|"))
                .collect(Collectors.joining("; "));
    }
}
