// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.render.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        BuildInfo build = BuildInfo.load();
        String revision = build.revision().isEmpty() ? "" : " (revision " + build.revision() + ")";
        return new String[] {
            "metrics-server-prom " + build.version() + revision, "Java " + System.getProperty("java.version")
        };
    }
}
