// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Optional;

/** Writes the kubeconfig of the demo cluster. */
final class DemoKubeconfig {
    private DemoKubeconfig() {}

    static String text(URI server, Optional<DemoTls> tls, Optional<String> token) {
        StringBuilder text = new StringBuilder(
                """
                apiVersion: v1
                kind: Config
                current-context: demo
                contexts:
                - name: demo
                  context:
                    cluster: demo
                    user: demo
                    namespace: default
                clusters:
                - name: demo
                  cluster:
                    server: %s
                """
                        .formatted(server));
        tls.ifPresent(files -> text.append("    certificate-authority-data: ")
                .append(base64(files))
                .append('\n'));
        text.append("users:\n- name: demo\n");
        token.ifPresentOrElse(
                value -> text.append("  user:\n    token: \"").append(value).append("\"\n"),
                () -> text.append("  user: {}\n"));
        return text.toString();
    }

    private static String base64(DemoTls tls) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(tls.certificate()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the certificate " + tls.certificate(), e);
        }
    }
}
