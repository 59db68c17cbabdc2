// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of a certificate or key: inline in the kubeconfig or in a file that is read again each time. Equal when both hold the same
 * bytes inline or name the same file, wherever they are written. Prints no content.
 */
public final class Material {

    private final String field;
    private final Origin origin;
    private final Path file;
    private final byte[] inline;

    private Material(String field, Origin origin, Path file, byte[] inline) {
        this.field = field;
        this.origin = origin;
        this.file = file;
        this.inline = inline;
    }

    static Material inline(String field, Origin origin, byte[] content) {
        return new Material(field, origin, null, content.clone());
    }

    /** Names a file that holds the material. */
    public static Material file(String field, Origin origin, Path file) {
        return new Material(field, origin, file, null);
    }

    /** The file, or null when the content is inline. */
    public Path file() {
        return file;
    }

    /** Field and place, for messages. */
    public String describe() {
        return file != null ? field + " " + file + " (named in " + origin + ")" : field + " in " + origin;
    }

    /**
     * Reads the content.
     *
     * @throws AccessException if the file is missing or cannot be read
     */
    public byte[] read() {
        if (file == null) {
            return inline.clone();
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw AccessException.configuration(
                    describe() + ": no such file; mount it at this path or correct the path", e);
        } catch (AccessDeniedException e) {
            throw AccessException.configuration(
                    describe() + ": not readable by this user; make it readable for the user that runs the exporter",
                    e);
        } catch (IOException e) {
            throw AccessException.configuration(
                    describe() + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Material that && Objects.equals(file, that.file) && Arrays.equals(inline, that.inline);
    }

    @Override
    public int hashCode() {
        return Objects.hash(file, Arrays.hashCode(inline));
    }

    @Override
    public String toString() {
        return describe();
    }
}
