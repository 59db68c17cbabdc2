// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * TLS of the demo cluster. All files are PEM.
 *
 * @param certificate of the server, also what {@link DemoCluster#kubeconfig()} trusts
 * @param key of the server
 * @param clientCa if present, clients must show a certificate that this one signed (or this one itself)
 */
public record DemoTls(Path certificate, Path key, Optional<Path> clientCa) {
    public DemoTls {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(clientCa, "clientCa");
    }
}
