// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import io.github.metricsserverprom.kubernetes.kubeconfig.Material;
import io.github.metricsserverprom.kubernetes.tls.ClientIdentity;

/** A client certificate inline or in files, read each time, beside whatever else the user shows. */
final class CertificateSource implements CredentialSource {

    private final Material certificate;
    private final Material key;
    private final CredentialSource other;

    CertificateSource(Material certificate, Material key, CredentialSource other) {
        this.certificate = certificate;
        this.key = key;
        this.other = other;
    }

    @Override
    public Credential current(boolean rejected) {
        Credential shown = other.current(rejected);
        if (shown.identity() != null) {
            return shown;
        }
        String source = certificate.describe() + " with " + key.describe();
        return shown.withIdentity(new ClientIdentity(certificate.read(), key.read(), source));
    }
}
