// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceSupport;

/**
 * The contents of a folder of routes and of the properties file at one moment, held in memory so that what is checked is
 * what is loaded.
 *
 * @param folder     the folder of routes
 * @param files      contents by file name, sorted by name
 * @param passedOver names of files that are YAML but not of routes, by their names
 * @param properties text of the properties file; null when there is none
 * @param hash       SHA-256 over all of it, in hexadecimal
 */
record RouteFiles(
        Path folder, SortedMap<String, byte[]> files, SortedSet<String> passedOver, String properties, String hash) {

    /** The suffix by which Camel's tools know a file of YAML routes. */
    static final String SUFFIX = ".camel.yaml";

    /** What Kubernetes keeps in a ConfigMap is an eighth of it. */
    private static final int LARGEST = 8 * 1024 * 1024;

    private static final Pattern YAML = Pattern.compile("\\.ya?ml$");

    /**
     * Reads a folder and a properties file.
     *
     * <p>A mounted ConfigMap is a folder of links through {@code ..data}, which Kubernetes swaps as one; it is
     * resolved once, so that old and new files never mix (k8s.io/kubernetes, pkg/volume/util/atomic_writer.go).
     *
     * @param config the properties file; it may be missing
     * @throws IOException when the folder is missing or something in it cannot be read
     */
    static RouteFiles read(Path folder, Path config) throws IOException {
        Path data = folder.resolve("..data");
        Path base = Files.isDirectory(data) ? data.toRealPath() : folder;
        SortedMap<String, byte[]> files = new TreeMap<>();
        SortedSet<String> passedOver = new TreeSet<>();
        try (Stream<Path> entries = Files.list(base)) {
            for (Path file : (Iterable<Path>) entries::iterator) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") || Files.isDirectory(file)) {
                    continue;
                }
                if (name.endsWith(SUFFIX)) {
                    files.put(name, content(file));
                } else if (YAML.matcher(name).find()) {
                    passedOver.add(name);
                }
            }
        } catch (UncheckedIOException e) {
            // The folder went away while it was listed.
            throw e.getCause();
        }
        String properties = Files.isRegularFile(config) ? Files.readString(config) : null;
        return new RouteFiles(folder, files, passedOver, properties, hash(files, properties));
    }

    private static byte[] content(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Reading a pipe would wait for who writes to it.
            throw new FileSystemException(file.toString(), null, "neither a file nor a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new FileSystemException(
                        file.toString(), null, "larger than " + LARGEST + " bytes, which no file of routes is");
            }
            return content;
        }
    }

    /** Of each file that looks like one of routes and is not loaded, why; a line each. */
    List<String> warnings() {
        return passedOver.stream()
                .map(name -> shown(name) + ": not loaded, since its name does not end in " + SUFFIX)
                .toList();
    }

    private static String hash(SortedMap<String, byte[]> files, String properties) {
        MessageDigest digest = sha256();
        files.forEach((name, content) -> {
            digest.update((name + '\0' + content.length + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        digest.update((properties == null ? "" : '\0' + properties).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The files as Camel resources, under the names that messages show. */
    List<Resource> resources() {
        return files.entrySet().stream()
                .map(file -> (Resource) new InMemory(folder.resolve(file.getKey()), file.getValue()))
                .toList();
    }

    /** The same without one of the files. */
    RouteFiles without(String name) {
        SortedMap<String, byte[]> rest = new TreeMap<>(files);
        rest.remove(name);
        return new RouteFiles(folder, rest, passedOver, properties, hash(rest, properties));
    }

    /** A file as messages show it: with the folder as it was given. */
    String shown(String name) {
        return folder.resolve(name).toString();
    }

    private static final class InMemory extends ResourceSupport {

        private final Path path;
        private final byte[] content;

        InMemory(Path path, byte[] content) {
            super("file", path.toString());
            this.path = path;
            this.content = content;
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public URI getURI() {
            return path.toUri();
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(content);
        }
    }

    /** Names of the files that are not the same in both, with a mark: {@code +new}, {@code -gone}, {@code changed}. */
    List<String> changesFrom(RouteFiles old) {
        TreeMap<String, String> changes = new TreeMap<>();
        files.forEach((name, content) -> {
            byte[] before = old.files.get(name);
            if (before == null) {
                changes.put(name, "+" + name);
            } else if (!Arrays.equals(before, content)) {
                changes.put(name, name);
            }
        });
        old.files.keySet().stream()
                .filter(name -> !files.containsKey(name))
                .forEach(name -> changes.put(name, "-" + name));
        if (!Objects.equals(properties, old.properties)) {
            changes.put("~", "application.properties");
        }
        return List.copyOf(changes.values());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RouteFiles files && files.hash.equals(hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }
}
