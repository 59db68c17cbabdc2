// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kubeconfig files of a setting, read again when their content changes. Files that do not exist are passed over, as kubectl does.
 * Nothing is ever written. Thread-safe.
 */
public final class KubeconfigFiles {

    private record Content(Path file, byte[] bytes) {
        boolean same(Content other) {
            return file.equals(other.file) && Arrays.equals(bytes, other.bytes);
        }

        @Override
        public String toString() {
            return file + " (" + bytes.length + " bytes)";
        }
    }

    private final List<Path> paths;
    private List<Content> contents;
    private Kubeconfig merged;

    /**
     * @param paths files in the order of their priority
     */
    public KubeconfigFiles(List<Path> paths) {
        this.paths = List.copyOf(paths);
    }

    /**
     * Reads the files.
     *
     * @return the merged kubeconfig: the same object as long as no file changed; empty when there is none of the files
     * @throws AccessException if a file cannot be read or is no kubeconfig; the next call tries again
     */
    public synchronized Optional<Kubeconfig> read() {
        List<Content> found = new ArrayList<>();
        for (Path path : paths) {
            content(path).ifPresent(found::add);
        }
        if (contents == null || !same(contents, found)) {
            merged = found.isEmpty()
                    ? null
                    : Kubeconfig.merge(found.stream()
                            .map(content -> new KubeconfigParser(content.file()).parse(content.bytes()))
                            .toList());
            contents = List.copyOf(found);
        }
        return Optional.ofNullable(merged);
    }

    private static boolean same(List<Content> before, List<Content> now) {
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).same(now.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Content> content(Path path) {
        try {
            return Optional.of(new Content(path, Files.readAllBytes(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw AccessException.configuration(
                    "kubeconfig " + path
                            + ": not readable by this user; run the exporter as the file's owner (container:"
                            + " --user \"$(id -u)\"; pod: fsGroup) or change its mode",
                    e);
        } catch (IOException e) {
            String found = Files.isDirectory(path) ? "is a folder" : "cannot be read (" + e.getMessage() + ")";
            throw AccessException.configuration(
                    "kubeconfig " + path + ": " + found + "; a file is expected (a container engine makes a folder"
                            + " when the file to mount does not exist)",
                    e);
        }
    }
}
