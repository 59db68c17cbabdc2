// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.kubeconfig.Material;
import java.nio.charset.StandardCharsets;

/** A bearer token in a file that somebody else keeps fresh: read each time, surrounding white space removed. */
final class TokenFileSource implements CredentialSource {

    private final Material file;

    TokenFileSource(Material file) {
        this.file = file;
    }

    @Override
    public Credential current(boolean rejected) {
        String token = new String(file.read(), StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) {
            throw AccessException.configuration(file.describe() + ": is empty; a bearer token is expected");
        }
        return Credential.bearer(token);
    }
}
