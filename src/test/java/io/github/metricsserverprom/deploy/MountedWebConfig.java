// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.github.metricsserverprom.web.WebSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A web configuration file of the manifests, read by the program as in a pod: with a Secret at {@code /app/tls}. */
final class MountedWebConfig {

    private static final TestPki PKI = new TestPki("authority");
    private static final TestPki.Issued CERTIFICATE = PKI.server("metrics-server-prom.metrics-server-prom.svc");

    private MountedWebConfig() {}

    /** Fails with the finding of the program. */
    static void check(String text) {
        try {
            Path folder = Files.createTempDirectory("web");
            Path file = folder.resolve("web-config.yaml");
            try {
                Files.writeString(folder.resolve("tls.crt"), CERTIFICATE.certificate());
                Files.writeString(folder.resolve("tls.key"), CERTIFICATE.key());
                Files.writeString(folder.resolve("ca.crt"), PKI.certificate());
                Files.writeString(file, text.replace("/app/tls/", folder + "/"));
                WebSecurity.check(file);
            } catch (ConfigException e) {
                throw new AssertionError(text, e);
            } finally {
                for (String name : List.of("tls.crt", "tls.key", "ca.crt", "web-config.yaml", "")) {
                    Files.deleteIfExists(folder.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
