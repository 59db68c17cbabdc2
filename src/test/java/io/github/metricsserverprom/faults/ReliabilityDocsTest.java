// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the table in RELIABILITY.md to the matrix that {@code FaultMatrixIT} runs; {@code -Dgolden.update=true} rewrites it. */
class ReliabilityDocsTest {

    private static final Path DOCUMENT = Path.of("src/docs/RELIABILITY.md");
    private static final String BEGIN = "<!-- begin of the fault matrix -->\n";
    private static final String END = "<!-- end of the fault matrix -->";

    @Test
    void theDocumentShowsTheMatrixAsItIsTested() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        String table = MatrixTable.text(FaultMatrix.rows());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
            return;
        }
        assertThat(document.substring(begin, end)).isEqualTo(table);
    }
}
