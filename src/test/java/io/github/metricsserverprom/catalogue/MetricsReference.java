// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code src/docs/METRICS.md} as data.
 *
 * @param text the whole file
 * @param rows the rows of its tables of metrics by section, in the order of the file
 */
record MetricsReference(String text, Map<String, List<Row>> rows) {
    private static final List<String> COLUMNS = List.of("Name", "Type", "Unit", "Labels", "Default", "Help");

    /** A row of a table of metrics, without backticks. */
    record Row(String name, String type, String unit, String labels, String onByDefault, String help) {}

    static MetricsReference read() throws IOException {
        String text = Files.readString(Path.of("src/docs/METRICS.md"));
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        String section = "";
        boolean inTable = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            }
            List<String> cells = cells(line);
            if (cells.equals(COLUMNS)) {
                inTable = true;
            } else if (cells.isEmpty()) {
                inTable = false;
            } else if (inTable && !cells.get(0).equals("---")) {
                rows.computeIfAbsent(section, key -> new ArrayList<>()).add(row(cells));
            }
        }
        return new MetricsReference(text, rows);
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("|") || !line.endsWith("|")) {
            return List.of();
        }
        return Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    private static Row row(List<String> cells) {
        List<String> plain = cells.stream().map(cell -> cell.replace("`", "")).toList();
        return new Row(plain.get(0), plain.get(1), plain.get(2), plain.get(3), plain.get(4), cells.get(5));
    }
}
