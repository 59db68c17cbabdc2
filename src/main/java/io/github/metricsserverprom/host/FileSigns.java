// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * By what a change of files shows without reading them: names, sizes, times, and where links lead.
 *
 * @param signs by path
 */
record FileSigns(SortedMap<Path, String> signs) {

    static FileSigns of(Path folder, Path config) {
        SortedMap<Path, String> signs = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.forEach(entry -> signs.put(entry, sign(entry)));
        } catch (IOException | UncheckedIOException e) {
            signs.put(folder, e.getClass().getName());
        }
        signs.put(config, sign(config));
        return new FileSigns(signs);
    }

    private static String sign(Path file) {
        try {
            BasicFileAttributes link = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String target = link.isSymbolicLink() ? Files.readSymbolicLink(file).toString() : "";
            BasicFileAttributes content = Files.readAttributes(file, BasicFileAttributes.class);
            return target + " " + content.size() + " " + content.lastModifiedTime() + " " + content.fileKey();
        } catch (IOException e) {
            return e.getClass().getName();
        }
    }
}
