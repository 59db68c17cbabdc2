// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Reads the web configuration file and the files that it names, and tells their contents apart from those of another
 * reading. Not thread-safe; one for each reading.
 */
final class WebFiles {

    /** Certificates and keys are some KB; more is a mistake, such as a device or a log. */
    private static final int LARGEST = 1024 * 1024;

    private final Path file;
    private final MessageDigest digest;

    WebFiles(Path file) {
        this.file = file;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The web configuration file as it was named. */
    Path file() {
        return file;
    }

    /**
     * The contents of a file.
     *
     * @param name relative to the folder of the web configuration file
     * @throws ConfigException when it cannot be read; the message names the file and why
     */
    byte[] read(String name) throws ConfigException {
        return read(file.resolveSibling(name));
    }

    /** The contents of the web configuration file. */
    byte[] read() throws ConfigException {
        return read(file);
    }

    private byte[] read(Path path) throws ConfigException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new ConfigException(path + ": larger than " + LARGEST + " bytes, expected a small text file");
            }
            digest.update((path.toString() + '\0' + content.length + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(content);
            return content;
        } catch (NoSuchFileException e) {
            throw new ConfigException(path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new ConfigException(path + ": no permission to read it", e);
        } catch (IOException e) {
            throw new ConfigException(
                    path + ": " + (Files.isDirectory(path) ? "a folder, expected a file" : "cannot be read"), e);
        }
    }

    /** Stands for all that was read so far; call it once, at the end. */
    String fingerprint() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
