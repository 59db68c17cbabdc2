// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart, rendered by Helm. */
final class Chart {

    static final Path FOLDER = Manifests.DEPLOY.resolve("helm/metrics-server-prom");

    private Chart() {}

    /**
     * The objects of a release.
     *
     * @param folder to write the values to
     * @param values as YAML; empty for the defaults
     */
    static Manifests render(Path folder, String release, String values) {
        TemplateCommand template = new Helm(FOLDER)
                .template()
                .withName(release)
                .withNamespace("metrics-server-prom")
                .withKubeVersion("1.30.0");
        return Manifests.parse((values.isEmpty() ? template : template.withValuesFile(file(folder, values))).call());
    }

    /** What Helm prints after an installation. */
    static String notes(Path folder, String values) {
        return new Helm(FOLDER)
                .install()
                .withName("metrics-server-prom")
                .withNamespace("monitoring")
                .withKubeVersion("1.30.0")
                .withValuesFile(file(folder, values))
                .clientOnly()
                .dryRun()
                .call()
                .getOutput();
    }

    private static Path file(Path folder, String values) {
        try {
            return Files.writeString(folder.resolve("values.yaml"), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
