// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reviewed output in files. {@code -Dgolden.update=true} writes them anew, to be read in the difference before a commit. */
final class Golden {

    private Golden() {}

    /** Holds a text to a file, or writes the file. */
    static void assertEqual(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, text);
        }
        assertThat(file).as("run once with -Dgolden.update=true and review").exists();
        assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
    }
}
