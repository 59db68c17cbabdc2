// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes kubeconfigs and settings for tests. */
final class TestKubeconfig {

    private TestKubeconfig() {}

    /** One context "test" with a cluster and a user given as flow mappings. */
    static String text(String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts:
                - name: test
                  context: {cluster: test, user: test}
                clusters:
                - name: test
                  cluster: %s
                users:
                - name: test
                  user: %s
                """
                .formatted(cluster, user);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes as rotation does: a new file in the place of the old. */
    static Path write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        return Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static Path script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    /** Settings that look at the files for every request and see no environment but a usual PATH. */
    static AccessSettings settings(Path kubeconfig) {
        return AccessSettings.of(Map.of("PATH", "/usr/bin:/bin"), kubeconfig)
                .change()
                .kubeconfig(List.of(kubeconfig))
                .fileCheckInterval(Duration.ZERO)
                .timeouts(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(5))
                .done();
    }
}
