// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import java.nio.file.Path;

/**
 * Where an entry was read.
 *
 * @param file the file that holds it
 * @param line its first line, counted from 1; 0 when it was not read from text
 */
public record Origin(Path file, int line) {

    /** Resolves a path of this entry: relative paths count from the folder of the file that names them, as in kubectl. */
    public Path resolve(String path) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of(path) : folder.resolve(path).normalize();
    }

    @Override
    public String toString() {
        return line > 0 ? file + " line " + line : file.toString();
    }
}
